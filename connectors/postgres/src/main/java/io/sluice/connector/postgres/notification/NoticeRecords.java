package io.sluice.connector.postgres.notification;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Notifications as records, with Debezium's schemas. */
final class NoticeRecords {

  private static final Schema KEY =
      SchemaBuilder.struct()
          .name("io.debezium.connector.common.NotificationKey")
          .version(1)
          .field("id", Schema.STRING_SCHEMA)
          .build();
  private static final Schema VALUE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.common.Notification")
          .version(1)
          .field("id", Schema.STRING_SCHEMA)
          .field("type", Schema.STRING_SCHEMA)
          .field("aggregate_type", Schema.STRING_SCHEMA)
          .field(
              "additional_data",
              SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).optional().build())
          .field("timestamp", Schema.INT64_SCHEMA)
          .build();

  private final String topic;
  private final Map<String, String> partition;

  NoticeRecords(String topic, Map<String, String> partition) {
    this.topic = topic;
    this.partition = partition;
  }

  SourceRecord of(Notice notice, Map<String, ?> offset) {
    Struct value =
        new Struct(VALUE)
            .put("id", notice.id())
            .put("type", notice.type())
            .put("aggregate_type", notice.aggregateType())
            .put("additional_data", notice.additionalData())
            .put("timestamp", notice.timestamp());
    return new SourceRecord(
        partition, offset, topic, KEY, new Struct(KEY).put("id", notice.id()), VALUE, value);
  }
}
