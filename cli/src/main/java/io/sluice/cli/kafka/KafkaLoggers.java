package io.sluice.cli.kafka;

import java.util.List;

/** Which parts of Kafka say too much for a log that people read. */
final class KafkaLoggers {
  /**
   * Broker, clients and connectors print every setting at each start; only what they warn of is
   * worth a line.
   */
  static final List<String> CHATTY =
      List.of("kafka", "state", "org.apache.kafka", "org.eclipse.jetty", "org.glassfish");

  private KafkaLoggers() {}
}
