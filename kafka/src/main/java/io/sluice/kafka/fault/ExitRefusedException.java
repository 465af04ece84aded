package io.sluice.kafka.fault;

/** Thrown where Kafka would have ended the process; its stack says from where. */
public final class ExitRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExitRefusedException(String message) {
    super(message);
  }
}
