package io.sluice.server.access;

import org.jspecify.annotations.Nullable;

/** What was asked about access cannot be done; nothing was changed. The message has no secret. */
public final class AccessRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Kind {
    /** There is no such token, user, session. */
    NOT_FOUND,
    /** Not as things are. */
    CONFLICT,
    /** What was asked for is not right in itself. */
    INVALID,
    /** Who asks may not. */
    FORBIDDEN
  }

  private final Kind kind;
  private final @Nullable String hint;

  public AccessRefusal(Kind kind, String message, @Nullable String hint) {
    super(message);
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
