package io.sluice.project.query;

import org.jspecify.annotations.Nullable;

/** The file that a database would be is not there, or cannot be from this process. */
public final class MissingDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String hint;

  MissingDatabaseException(String message, @Nullable String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do about it, or null. */
  public @Nullable String hint() {
    return hint;
  }
}
