package io.sluice.connector.table;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record asks of a table.
 *
 * @param kind what to do
 * @param row the row as it is from now on; null for deletes
 * @param old the row as it was, as far as the source said so; null mostly
 * @param source the envelope's source block; null for flat records
 * @param record where it came from
 */
record Change(
    Kind kind,
    @Nullable Struct row,
    @Nullable Struct old,
    @Nullable Struct source,
    SinkRecord record) {

  /** What to do. */
  enum Kind {
    /** A row that the source has just made, or that a snapshot read: likely new to the table. */
    INSERT,
    /** A row that may or may not be there. */
    UPSERT,
    /** The row of the key is gone. */
    DELETE,
    /** Nothing for a table: heartbeats, tombstones without a key, truncates, messages. */
    NOTHING
  }

  private static final String HEARTBEAT = "io.debezium.connector.common.Heartbeat";

  /**
   * Understands a record: a Debezium envelope, a flat row, or a tombstone.
   *
   * @throws DataException if the value has no schema or is no struct
   */
  static Change of(SinkRecord record) {
    Object value = record.value();
    if (value == null) {
      Kind kind = record.key() == null ? Kind.NOTHING : Kind.DELETE;
      return new Change(kind, null, null, null, record);
    }
    Schema schema = record.valueSchema();
    if (!(value instanceof Struct struct) || schema == null) {
      throw new DataException(
          "expected a value with a schema of type struct but found "
              + (schema == null ? "no schema" : schema.type())
              + ". Use a converter that keeps schemas, or a transform that makes a struct.");
    }
    if (HEARTBEAT.equals(schema.name())) {
      return new Change(Kind.NOTHING, null, null, null, record);
    }
    return isEnvelope(schema)
        ? ofEnvelope(struct, record)
        : new Change(Kind.UPSERT, struct, null, null, record);
  }

  /** Debezium's change event: by its schema's name, or by its three telling fields. */
  private static boolean isEnvelope(Schema schema) {
    String name = schema.name();
    if (name != null && name.endsWith(".Envelope")) {
      return true;
    }
    return schema.field("op") != null
        && schema.field("after") != null
        && schema.field("before") != null;
  }

  private static Change ofEnvelope(Struct envelope, SinkRecord record) {
    Struct source = envelope.schema().field("source") == null ? null : envelope.getStruct("source");
    String op = envelope.getString("op");
    return switch (op == null ? "" : op) {
      case "r", "c" -> new Change(Kind.INSERT, after(envelope), null, source, record);
      case "u" -> new Change(Kind.UPSERT, after(envelope), null, source, record);
      case "d" -> new Change(Kind.DELETE, null, envelope.getStruct("before"), source, record);
      case "t", "m" -> new Change(Kind.NOTHING, null, null, source, record);
      default ->
          throw new DataException(
              "field 'op' of the envelope: expected one of r, c, u, d, t, m. Check the source.");
    };
  }

  private static Struct after(Struct envelope) {
    Struct after = envelope.getStruct("after");
    if (after == null) {
      throw new DataException("field 'after' of the envelope is missing for an insert or update");
    }
    return after;
  }
}
