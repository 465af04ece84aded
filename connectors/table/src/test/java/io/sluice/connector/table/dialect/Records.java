package io.sluice.connector.table.dialect;

import io.sluice.testkit.SinkRun;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Makes records as Debezium writes them, and flat ones, into a harness. */
public final class Records {
  public static final String TOPIC = "shop.public.orders";

  public static final Schema KEY =
      SchemaBuilder.struct().name("Key").field("id", Schema.INT64_SCHEMA).build();

  public static final Schema SOURCE =
      SchemaBuilder.struct()
          .name("io.debezium.connector.postgresql.Source")
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
          .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  /** A row {@code {id, name}}. */
  public static final Schema ROW =
      SchemaBuilder.struct()
          .name("Value")
          .optional()
          .field("id", Schema.INT64_SCHEMA)
          .field("name", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  public static final Schema ENVELOPE = envelope(ROW);

  private final SinkRun harness;

  public Records(SinkRun harness) {
    this.harness = harness;
  }

  public static Schema envelope(Schema row) {
    return SchemaBuilder.struct()
        .name("shop.public.orders.Envelope")
        .field("before", row)
        .field("after", row)
        .field("source", SOURCE)
        .field("op", Schema.STRING_SCHEMA)
        .build();
  }

  public static Struct source() {
    return new Struct(SOURCE)
        .put("schema", "public")
        .put("table", "orders")
        .put("ts_ms", 1_700_000_000_000L)
        .put("lsn", 0x16B3748L);
  }

  public static Struct key(long id) {
    return new Struct(KEY).put("id", id);
  }

  /** A row from its fields by name; fields that are not named stay without a value. */
  public static Struct row(Schema schema, Map<String, ?> values) {
    Struct struct = new Struct(schema);
    for (Field field : schema.fields()) {
      struct.put(field, values.get(field.name()));
    }
    return struct;
  }

  /** An envelope that brings a row; its key is the row's field {@code id}. */
  public Records change(String op, Schema envelope, Struct row) {
    Struct value = new Struct(envelope).put("after", row).put("source", source()).put("op", op);
    harness.append(TOPIC, KEY, key(((Number) row.get("id")).longValue()), envelope, value);
    return this;
  }

  /** An envelope that brings a row {@code {id, name}}. */
  public Records change(String op, long id, @Nullable String name) {
    return change(op, ENVELOPE, new Struct(ROW).put("id", id).put("name", name));
  }

  public Records delete(long id) {
    Struct value = new Struct(ENVELOPE).put("source", source()).put("op", "d");
    harness.append(TOPIC, KEY, key(id), ENVELOPE, value);
    return this;
  }

  public Records tombstone(long id) {
    harness.append(TOPIC, KEY, key(id), null, null);
    return this;
  }

  public Records tombstone(String topic, long id) {
    harness.append(topic, KEY, key(id), null, null);
    return this;
  }

  /** A record whose value is the row itself. */
  public Records flat(String topic, Struct row) {
    long id = ((Number) row.get("id")).longValue();
    harness.append(topic, KEY, key(id), row.schema(), row);
    return this;
  }

  /** Delivers what was made and commits. */
  public void committed() {
    harness.deliver().commit();
  }

  /** Delivers what was made; it stays in the open transaction. */
  public void delivered() {
    harness.deliver();
  }
}
