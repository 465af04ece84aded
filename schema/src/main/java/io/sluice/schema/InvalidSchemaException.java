package io.sluice.schema;

import org.jspecify.annotations.Nullable;

/**
 * A text that is no schema, or one that cannot be accepted. The message says where in the text,
 * what was expected and what was found; it is meant for whoever wrote the schema.
 */
public final class InvalidSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSchemaException(String message) {
    this(message, null);
  }

  public InvalidSchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
