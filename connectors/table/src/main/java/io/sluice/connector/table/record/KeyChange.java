package io.sluice.connector.table.record;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The two events that Debezium makes of an update which changes the key: the delete says under
 * which key its row goes on, the insert under which key it was. All static, any thread.
 */
public final class KeyChange {
  private static final String NEW_KEY = "__debezium.newkey";
  private static final String OLD_KEY = "__debezium.oldkey";

  private KeyChange() {}

  /** Whether the record's row is about to go on under another key; of the tombstone as well. */
  public static boolean leaves(SinkRecord record) {
    return !record.headers().isEmpty() && record.headers().lastWithName(NEW_KEY) != null;
  }

  /** Whether the record's row was under another key. */
  public static boolean arrives(SinkRecord record) {
    return before(record) != null;
  }

  /** The key under which the row was; null if it was under no other. */
  public static @Nullable Header before(SinkRecord record) {
    return record.headers().isEmpty() ? null : record.headers().lastWithName(OLD_KEY);
  }

  /** Whether the record is the tombstone that follows a delete. */
  public static boolean isTombstone(SinkRecord delete, SinkRecord record) {
    return record.value() == null && Objects.equals(delete.key(), record.key());
  }

  /**
   * Whether two records that may come from anywhere are the events of one change. A converter may
   * have made other types of the keys in the headers than of those of the records.
   */
  public static boolean belong(SinkRecord leaving, SinkRecord arriving) {
    Header to = leaving.headers().lastWithName(NEW_KEY);
    Header from = before(arriving);
    return to != null
        && from != null
        && comparable(from.value()).equals(comparable(leaving.key()))
        && comparable(to.value()).equals(comparable(arriving.key()));
  }

  /**
   * Whether a record that follows a delete in the same partition is of another change. Where a
   * transform gave the records other keys than the headers have, their order alone has to do.
   */
  public static boolean contradict(SinkRecord leaving, SinkRecord arriving) {
    Header from = before(arriving);
    return from != null
        && from.value() instanceof Struct was
        && leaving.key() instanceof Struct key
        && comparable(was) instanceof Map<?, ?> one
        && comparable(key) instanceof Map<?, ?> other
        && one.keySet().equals(other.keySet())
        && !one.equals(other);
  }

  private static Object comparable(@Nullable Object value) {
    if (value instanceof Struct struct) {
      Map<Object, Object> fields = new HashMap<>();
      for (Field field : struct.schema().fields()) {
        fields.put(field.name(), comparable(struct.get(field)));
      }
      return fields;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> fields = new HashMap<>();
      map.forEach((name, one) -> fields.put(String.valueOf(name), comparable(one)));
      return fields;
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof Number number && !(value instanceof Double || value instanceof Float)) {
      return new BigDecimal(number.toString()).stripTrailingZeros();
    }
    return value instanceof ByteBuffer ? value : String.valueOf(value);
  }
}
