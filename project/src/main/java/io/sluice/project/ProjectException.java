package io.sluice.project;

import org.jspecify.annotations.Nullable;

/**
 * Something cannot be done with a project, and its user can do something about it. Shown as message
 * and hint; free of a row's values.
 */
public final class ProjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final @Nullable String hint;

  /** What is in the way; for commands it becomes an exit code, for requests a status. */
  public enum Kind {
    /** What was asked for, or a file, is not right in itself. */
    USAGE,
    /** Somebody else has it. */
    CONFLICT,
    /** It does not exist. */
    NOT_FOUND,
    /** The state cannot be used. */
    STATE,
    /** A database or service does not answer or refuses the login. */
    UNREACHABLE,
    /** The work itself failed. */
    FAILED
  }

  /**
   * @param message where, expected, found
   * @param hint what to do, or null if the message says it
   */
  public ProjectException(Kind kind, String message, @Nullable String hint) {
    this(kind, message, hint, null);
  }

  /** As above, with the failure beneath. */
  public ProjectException(
      Kind kind, String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hint = hint;
  }

  /** What is in the way. */
  public Kind kind() {
    return kind;
  }

  /** What to do about it, or null. */
  public @Nullable String hint() {
    return hint;
  }
}
