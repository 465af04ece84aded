package io.sluice.connector.table.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.table.value.Weight;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class TopicBytesTest {
  private static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .name("shop.public.orders.Value")
          .field("id", Schema.INT64_SCHEMA)
          .field("customer", Schema.OPTIONAL_STRING_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .field("placed", SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build())
          .build();
  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .name("shop.public.orders.Envelope")
          .field("before", ROW)
          .field("after", ROW)
          .field("op", Schema.STRING_SCHEMA)
          .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
          .build();
  private static final int WORKERS_OBJECTS = 500;

  private final TopicBytes topicBytes = new TopicBytes();

  private static SinkRecord record(String note) {
    Struct row =
        new Struct(ROW).put("id", 1L).put("customer", "c").put("note", note).put("placed", 2L);
    Struct value = new Struct(ENVELOPE).put("after", row).put("op", "c");
    return new SinkRecord("orders", 0, Schema.INT64_SCHEMA, 1L, ENVELOPE, value, 0);
  }

  private static ConsumerRecord<byte[], byte[]> inTopic(SinkRecord record) {
    try (JsonConverter json = new JsonConverter()) {
      json.configure(Map.of("schemas.enable", "true"), false);
      return new ConsumerRecord<>(
          "orders",
          0,
          0,
          json.fromConnectData("orders", record.keySchema(), record.key()),
          json.fromConnectData("orders", record.valueSchema(), record.value()));
    }
  }

  /** About so many bytes, and not less: memory that is not counted is not bounded. */
  private void isAbout(SinkRecord record) {
    ConsumerRecord<byte[], byte[]> bytes = inTopic(record);
    long held = bytes.key().length + bytes.value().length;

    long estimate =
        topicBytes.of(
            new InternalSinkRecord(new ProcessingContext<>(bytes), record),
            Weight.of(record.key()) + Weight.of(record.value()));

    assertThat(estimate - WORKERS_OBJECTS).isBetween(held, 2 * held);
  }

  @Test
  void what_connects_worker_keeps_of_a_record_is_counted_with_its_schema() {
    isAbout(record("short"));
    isAbout(record("long ".repeat(1_000)));
  }

  @Test
  void an_engine_that_keeps_nothing_of_a_record_is_not_charged_for_it() {
    assertThat(topicBytes.of(record("any"), 100)).isZero();
  }
}
