package io.sluice.kafka.topic;

import org.jspecify.annotations.Nullable;

/** The brokers do not answer, or refuse; the message says which and why. */
public final class TopicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TopicException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
