package io.sluice.server.operate;

import org.jspecify.annotations.Nullable;

/**
 * What was asked cannot be done, and nothing was changed; or of kind {@link Kind#FAILED} it failed,
 * and the hint says what is known of what was changed. The message is free of secrets.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Kind {
    /** There is no such pipeline, letter, version. */
    NOT_FOUND,
    /** Not in the state in which it is. */
    CONFLICT,
    /** What was asked for is not right in itself. */
    INVALID,
    /** This server runs no pipelines now: another one does. */
    STANDBY,
    /** Something else failed: a database that does not answer. */
    FAILED
  }

  private final Kind kind;
  private final @Nullable String hint;

  public Refusal(Kind kind, String message, @Nullable String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  public Refusal(Kind kind, String message, @Nullable String hint, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hint = hint;
  }

  public Kind kind() {
    return kind;
  }

  /** What to do; null if there is nothing to say. */
  public @Nullable String hint() {
    return hint;
  }
}
