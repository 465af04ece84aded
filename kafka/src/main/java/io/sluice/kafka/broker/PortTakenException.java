package io.sluice.kafka.broker;

/** Somebody listens where a broker was to listen. */
public final class PortTakenException extends BrokerException {
  private static final long serialVersionUID = 1L;

  PortTakenException(String message, Throwable cause) {
    super(message, cause);
  }
}
