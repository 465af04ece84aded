package io.sluice.engine.gate;

import static java.util.Objects.requireNonNull;

/**
 * A record may not go on for its schema. The message says what is wrong with it, with the paths in
 * the schema and no value of the record.
 */
public final class SchemaRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String subject;

  public SchemaRefusal(String subject, String message) {
    super(message);
    this.subject = requireNonNull(subject);
  }

  /** The subject in whose name it was refused. */
  public String subject() {
    return subject;
  }
}
