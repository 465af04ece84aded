package io.sluice.kafka.run;

/** A pipeline cannot run on this Kafka; the message says what to do. */
public final class KafkaRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KafkaRunException(String message) {
    super(message);
  }
}
