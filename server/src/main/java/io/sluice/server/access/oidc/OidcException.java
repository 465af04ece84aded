package io.sluice.server.access.oidc;

import org.jspecify.annotations.Nullable;

/** Nobody was signed in. The message is for who tried, and has no secret. */
public final class OidcException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Kind {
    /**
     * The provider does not answer, or not as a provider does: signing in by tokens works still.
     */
    UNAVAILABLE,
    /** What came back does not belong to what was begun here, or is not what the provider says. */
    INVALID,
    /** The provider, or we, do not want them in. */
    REFUSED
  }

  private final Kind kind;
  private final @Nullable String hint;

  OidcException(Kind kind, String message, @Nullable String hint) {
    this(kind, message, hint, null);
  }

  OidcException(Kind kind, String message, @Nullable String hint, @Nullable Throwable cause) {
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
