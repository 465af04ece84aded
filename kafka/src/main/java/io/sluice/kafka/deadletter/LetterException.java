package io.sluice.kafka.deadletter;

import org.jspecify.annotations.Nullable;

/** Kafka did not do with dead letters what it was asked for; the message says what and why. */
public final class LetterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the matter is, so that a caller knows what to do. */
  public enum Kind {
    /** Nobody answers, or not in time. */
    UNREACHABLE,
    /** It wants to know who asks, or does not allow it to that one. */
    LOGIN,
    /** It answered that it does not do that. */
    REFUSED
  }

  private final Kind kind;

  /**
   * @param message where, and what it said; no secret, no value of a row
   */
  LetterException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What the matter is. */
  public Kind kind() {
    return kind;
  }
}
