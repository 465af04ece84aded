package io.sluice.kafka.broker;

import org.jspecify.annotations.Nullable;

/** A broker that cannot start or go on; the message says what to do. */
public class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
