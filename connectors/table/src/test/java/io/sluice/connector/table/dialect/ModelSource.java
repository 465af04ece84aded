package io.sluice.connector.table.dialect;

import io.sluice.testkit.SinkRun;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** One table of a source that changes: its records go into a harness, its rows into a model. */
final class ModelSource {
  private static final String PLACEHOLDER = "__debezium_unavailable_value";

  /** The source's schema changes: a column comes, grows, becomes text, and is gone. */
  private static final List<Schema> ROWS =
      List.of(
          row().build(),
          row().field("n", Schema.OPTIONAL_INT32_SCHEMA).build(),
          row().field("n", Schema.OPTIONAL_INT64_SCHEMA).build(),
          row().field("n", Schema.OPTIONAL_STRING_SCHEMA).build());

  private static final List<Schema> ENVELOPES = ROWS.stream().map(Records::envelope).toList();

  /** Beyond 32 bits. */
  private static final long LARGE_NUMBER = 5_000_000_000L;

  private final SinkRun sink;
  private final String topic;
  private final ModelTable model;
  private int version;

  ModelSource(SinkRun sink, String topic, ModelTable model) {
    this.sink = sink;
    this.topic = topic;
    this.model = model;
  }

  private static SchemaBuilder row() {
    return SchemaBuilder.struct()
        .optional()
        .field("id", Schema.INT64_SCHEMA)
        .field("name", Schema.STRING_SCHEMA)
        .field("large", Schema.OPTIONAL_STRING_SCHEMA);
  }

  /** How many schemas there are. */
  static int schemas() {
    return ROWS.size();
  }

  /** A row with all its values; an insert, an update, or read by a snapshot. */
  void put(String op, long id, int schema) {
    arrived(op, schema, id, null, null);
  }

  /** An update that does not carry the large value. */
  void change(long id, int schema) {
    ModelTable.Row before = model.inSource(id);
    if (before != null) {
      arrived("u", schema, id, before.large(), null);
    }
  }

  /** Debezium's two events of a key that changes. */
  void move(long from, long to, int schema, boolean withLarge) {
    move(from, to, schema, withLarge, () -> {});
  }

  /**
   * The same.
   *
   * @param between what happens between the two
   */
  void move(long from, long to, int schema, boolean withLarge, Runnable between) {
    ModelTable.Row before = model.inSource(from);
    if (before == null || model.inSource(to) != null) {
      return;
    }
    deleted(from, to);
    between.run();
    arrived("c", schema, to, withLarge ? null : before.large(), from);
  }

  void delete(long id) {
    deleted(id, null);
  }

  void truncate() {
    Struct value = new Struct(ENVELOPES.get(0)).put("source", source()).put("op", "t");
    SinkRecord record = sink.append(topic, null, null, ENVELOPES.get(0), value);
    model.record(record.kafkaOffset(), "t", true);
    model.truncate();
  }

  private void deleted(long id, @Nullable Long movedTo) {
    Struct gone = new Struct(ENVELOPES.get(0)).put("source", source()).put("op", "d");
    SinkRecord delete = sink.append(topic, Records.KEY, Records.key(id), ENVELOPES.get(0), gone);
    if (movedTo != null) {
      delete.headers().addStruct("__debezium.newkey", Records.key(movedTo));
    }
    SinkRecord tombstone = sink.append(topic, Records.KEY, Records.key(id), null, null);
    model.record(delete.kafkaOffset(), "d", true);
    model.record(tombstone.kafkaOffset(), "d", false);
    model.delete(id);
  }

  /**
   * A row comes.
   *
   * @param unread the large value if the record does not carry it; null if it has a new one
   */
  private void arrived(
      String op, int schema, long id, @Nullable String unread, @Nullable Long movedFrom) {
    version++;
    String name = "v" + version;
    Object n = switch (version % 4 == 0 ? 0 : schema) { // A field may be there and have no value.
          case 1 -> version;
          case 2 -> version % 2 == 0 ? version : LARGE_NUMBER + version;
          case 3 -> "t" + version;
          default -> null;
        };
    String large = unread == null ? "L" + version : unread;
    Struct row =
        new Struct(ROWS.get(schema))
            .put("id", id)
            .put("name", name)
            .put("large", unread == null ? large : PLACEHOLDER);
    if (n != null) {
      row.put("n", schema == 2 ? Long.valueOf(((Number) n).longValue()) : n);
    }
    Schema envelope = ENVELOPES.get(schema);
    Struct value = new Struct(envelope).put("after", row).put("source", source()).put("op", op);
    SinkRecord record = sink.append(topic, Records.KEY, Records.key(id), envelope, value);
    if (movedFrom != null) {
      record.headers().addStruct("__debezium.oldkey", Records.key(movedFrom));
    }
    model.record(record.kafkaOffset(), op, true);
    String text = String.valueOf(n);
    model.put(
        new ModelTable.Row(id, name, large, text, false),
        new ModelTable.Row(id, name, unread == null ? large : "null", text, false));
  }

  private Struct source() {
    return Records.source().put("table", topic.substring(topic.lastIndexOf('.') + 1));
  }
}
