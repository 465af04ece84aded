package io.sluice.state.storage;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** The state could not be read or written. The message says which file, and what to do. */
public class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, as far as the reaction to it differs. */
  public enum Kind {
    /** No space: works again once there is some. */
    DISK_FULL,
    /** The file or folder may not be written by this user. */
    READ_ONLY,
    /** The file is damaged, or no database of Sluice. */
    CORRUPT,
    /** Written by a newer version of Sluice. */
    NEWER,
    /** Another process held the database for too long: works again later. */
    BUSY,
    /** The server does not answer: works again when it does. */
    UNREACHABLE,
    /** The server does not let us in, or not write, as a standby: works again when it does. */
    REFUSED,
    /** Another process, or another run in this one, has the pipeline. */
    LOCKED,
    /** The caller asked for something that the rules forbid. */
    MISUSE,
    /** Anything else that the disk or the database reports. */
    IO
  }

  private final Kind kind;

  public StateException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = requireNonNull(kind);
  }

  public StateException(Kind kind, String message) {
    this(kind, message, null);
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the same call may succeed later without anybody changing the pipeline. */
  public boolean isTransient() {
    return kind == Kind.DISK_FULL
        || kind == Kind.BUSY
        || kind == Kind.UNREACHABLE
        || kind == Kind.REFUSED;
  }
}
