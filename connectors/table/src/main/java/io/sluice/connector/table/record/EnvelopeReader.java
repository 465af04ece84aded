package io.sluice.connector.table.record;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Understands records: Debezium envelopes, flat rows and tombstones. Remembers what it found out
 * about the last schema, because neighbours mostly share it. Used by one thread.
 */
public final class EnvelopeReader {
  private static final String HEARTBEAT = "io.debezium.connector.common.Heartbeat";

  private final boolean raw;
  private @Nullable Schema schema;
  private Shape shape = Shape.ROW;
  private @Nullable Field op;
  private @Nullable Field before;
  private @Nullable Field after;
  private @Nullable Field source;

  private enum Shape {
    ENVELOPE,
    ROW,
    HEARTBEAT
  }

  /**
   * A reader that has seen nothing.
   *
   * @param raw whether records stay as they came: each is something new then, whatever it says
   */
  public EnvelopeReader(boolean raw) {
    this.raw = raw;
  }

  /**
   * What the record asks for.
   *
   * @throws DataException if the value has no schema or is no struct
   */
  public Change read(SinkRecord record) {
    return raw ? asItCame(record) : understood(record);
  }

  private Change understood(SinkRecord record) {
    Object value = record.value();
    if (value == null) {
      Change.Kind kind = record.key() == null ? Change.Kind.NOTHING : Change.Kind.DELETE;
      return new Change(kind, "d", null, null, null, record);
    }
    Schema found = record.valueSchema();
    if (!(value instanceof Struct struct) || found == null) {
      throw new DataException(
          "expected a value with a schema of type struct but found "
              + (found == null ? "no schema" : found.type())
              + ". Use a converter that keeps schemas, or a transform that makes a struct.");
    }
    if (found != schema) {
      learn(found);
    }
    return switch (shape) {
      case HEARTBEAT -> new Change(Change.Kind.NOTHING, null, null, null, null, record);
      case ROW -> new Change(Change.Kind.UPSERT, null, struct, null, null, record);
      case ENVELOPE -> envelope(struct, record);
    };
  }

  private Change asItCame(SinkRecord record) {
    Change.Kind kind = Change.Kind.INSERT;
    if (record.value() instanceof Struct struct) {
      if (struct.schema() != schema) {
        learn(struct.schema());
      }
      if (shape == Shape.HEARTBEAT) {
        return new Change(Change.Kind.NOTHING, null, null, null, null, record);
      }
      boolean envelope = shape == Shape.ENVELOPE;
      String said = envelope ? operation(struct) : null;
      return new Change(kind, said, null, null, envelope ? struct(struct, source) : null, record);
    }
    String said = record.value() == null ? "d" : null;
    if (record.value() instanceof Map<?, ?> map
        && (map.containsKey("after") || map.containsKey("before"))
        && map.get("op") instanceof String text) {
      said = text;
    }
    return new Change(kind, said, null, null, null, record);
  }

  private void learn(Schema found) {
    schema = found;
    op = found.field("op");
    before = found.field("before");
    after = found.field("after");
    source = found.field("source");
    String name = found.name();
    if (HEARTBEAT.equals(name)) {
      shape = Shape.HEARTBEAT;
    } else if (op != null && after != null && (before != null || named(name))) {
      shape = Shape.ENVELOPE;
    } else {
      shape = Shape.ROW;
    }
  }

  private static boolean named(@Nullable String name) {
    return name != null && name.endsWith(".Envelope");
  }

  private String operation(Struct envelope) {
    return op != null && envelope.get(op) instanceof String text ? text : "";
  }

  private Change envelope(Struct envelope, SinkRecord record) {
    Struct block = struct(envelope, source);
    String said = operation(envelope);
    return switch (said) {
      case "r", "c" -> new Change(Change.Kind.INSERT, said, after(envelope), null, block, record);
      case "u" -> new Change(Change.Kind.UPSERT, said, after(envelope), null, block, record);
      case "d" ->
          new Change(Change.Kind.DELETE, said, null, struct(envelope, before), block, record);
      case "t" -> new Change(Change.Kind.TRUNCATE, said, null, null, block, record);
      case "m" -> new Change(Change.Kind.NOTHING, said, null, null, block, record);
      default ->
          throw new DataException(
              "field 'op' of the envelope: expected one of r, c, u, d, t, m. Check the source.");
    };
  }

  private static @Nullable Struct struct(Struct envelope, @Nullable Field field) {
    return field != null && envelope.get(field) instanceof Struct struct ? struct : null;
  }

  private Struct after(Struct envelope) {
    Struct row = struct(envelope, after);
    if (row == null) {
      throw new DataException("field 'after' of the envelope is missing for an insert or update");
    }
    return row;
  }
}
