package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.event.Names;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Records that carry no change but a position: heartbeats in Debezium's form, and the end of a
 * bounded run.
 */
final class Marks {

  /** The header that tells an engine that this task will emit nothing more. */
  static final String END_HEADER = "sluice.end-of-stream";

  private static final Schema KEY =
      SchemaBuilder.struct()
          .name("io.debezium.connector.common.ServerNameKey")
          .version(1)
          .field("serverName", Schema.STRING_SCHEMA)
          .build();
  private static final Schema VALUE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.common.Heartbeat")
          .version(1)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .build();

  private final String topic;
  private final Map<String, String> partition;
  private final Struct key;
  private final Clock clock;

  Marks(PostgresConfig config, Map<String, String> partition, Clock clock) {
    this.topic = new Names(config.names()).heartbeatTopic();
    this.partition = partition;
    this.key = new Struct(KEY).put("serverName", config.prefix());
    this.clock = clock;
  }

  SourceRecord heartbeat(Map<String, ?> offset) {
    return new SourceRecord(partition, offset, topic, 0, KEY, key, VALUE, value());
  }

  SourceRecord end(Map<String, ?> offset) {
    ConnectHeaders headers = new ConnectHeaders();
    headers.addBoolean(END_HEADER, true);
    return new SourceRecord(partition, offset, topic, 0, KEY, key, VALUE, value(), null, headers);
  }

  private Struct value() {
    return new Struct(VALUE).put("ts_ms", clock.millis());
  }
}
