package io.sluice.plugin;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A plugin could not be fetched, unpacked, installed or taken away. The message says what was
 * looked for, where and what was found; never a password of a repository.
 */
public final class InstallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of thing went wrong, for whoever decides what becomes of it. */
  public enum Kind {
    /** What was asked for cannot be understood. */
    USAGE,
    /** There is no such plugin, version or file. */
    NOT_FOUND,
    /** A repository did not answer, or refused the login. */
    UNREACHABLE,
    /** What came is not what it has to be: a checksum, a hostile archive, no plugin in it. */
    REFUSED,
    /** Another one is in the way. */
    CONFLICT,
    /** The folder cannot be written. */
    FOLDER
  }

  private final Kind kind;
  private final @Nullable String hint;

  /**
   * @param hint what to do, or null if the message says it
   */
  public InstallException(Kind kind, String message, @Nullable String hint) {
    this(kind, message, hint, null);
  }

  /** As above, with the failure beneath. */
  public InstallException(
      Kind kind, String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind, "kind is null");
    this.hint = hint;
  }

  /** What kind of thing went wrong. */
  public Kind kind() {
    return kind;
  }

  /** What to do about it, or null. */
  public @Nullable String hint() {
    return hint;
  }
}
