package io.sluice.kafka.access;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A Kafka that cannot be used; the message says in a line what is wrong with it. */
public final class KafkaAccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String advice;

  KafkaAccessException(String message, String advice, @Nullable Throwable cause) {
    super(message, cause);
    this.advice = requireNonNull(advice, "advice is null");
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }

  /** Both in a line. */
  public String sentence() {
    return getMessage() + ". " + advice;
  }
}
