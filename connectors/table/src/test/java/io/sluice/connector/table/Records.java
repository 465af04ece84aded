package io.sluice.connector.table;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes records as Debezium writes them, and flat ones. */
final class Records {
  static final String TOPIC = "shop.public.orders";

  static final Schema KEY =
      SchemaBuilder.struct().name("Key").field("id", Schema.INT64_SCHEMA).build();

  static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.postgresql.Source")
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .build();

  private Records() {}

  /** A record that waits for its offset. */
  record Draft(
      String topic,
      @Nullable Schema keySchema,
      @Nullable Object key,
      @Nullable Schema valueSchema,
      @Nullable Object value) {
    SinkRecord at(long offset) {
      return new SinkRecord(topic, 0, keySchema, key, valueSchema, value, offset);
    }
  }

  static Schema envelope(Schema row) {
    return SchemaBuilder.struct()
        .name("shop.public.orders.Envelope")
        .field("before", row)
        .field("after", row)
        .field("source", SOURCE)
        .field("op", Schema.STRING_SCHEMA)
        .build();
  }

  static Struct source() {
    return new Struct(SOURCE).put("schema", "public").put("table", "orders");
  }

  static Struct key(long id) {
    return new Struct(KEY).put("id", id);
  }

  /** An envelope that brings a row; its key is the row's field {@code id}. */
  static Draft change(String op, Schema envelope, Struct row) {
    Struct value = new Struct(envelope).put("after", row).put("source", source()).put("op", op);
    long id = ((Number) row.get("id")).longValue();
    return new Draft(TOPIC, KEY, key(id), envelope, value);
  }

  static Draft delete(Schema envelope, long id) {
    Struct value = new Struct(envelope).put("source", source()).put("op", "d");
    return new Draft(TOPIC, KEY, key(id), envelope, value);
  }

  static Draft tombstone(long id) {
    return new Draft(TOPIC, KEY, key(id), null, null);
  }

  /** A row from its fields by name. */
  static Struct row(Schema schema, Map<String, ?> values) {
    Struct struct = new Struct(schema);
    for (Field field : schema.fields()) {
      struct.put(field, values.get(field.name()));
    }
    return struct;
  }
}
