package io.sluice.connector.table.record;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What an envelope's source block says of a change: its time and its place in the source's log.
 * Field names: Debezium documentation, "Change event values" of each connector.
 */
public final class Origin {
  private static final long MICROS_PER_MILLI = 1000;
  private static final long NANOS_PER_MICRO = 1000;

  private Origin() {}

  /**
   * Microseconds since 1970 at which the change happened: by the source, else by the record's
   * timestamp; null if neither says it.
   */
  public static @Nullable Long micros(Change change) {
    Object block = block(change);
    Long micros = number(block, "ts_us");
    if (micros != null) {
      return micros;
    }
    Long nanos = number(block, "ts_ns");
    if (nanos != null) {
      return Math.floorDiv(nanos, NANOS_PER_MICRO);
    }
    Long millis = number(block, "ts_ms");
    if (millis != null) {
      return millis * MICROS_PER_MILLI;
    }
    Long timestamp = change.record().timestamp();
    return timestamp == null || timestamp < 0 ? null : timestamp * MICROS_PER_MILLI;
  }

  /**
   * The place of the change in the source's log, as the source's own tools write it; null if it is
   * not said. PostgreSQL: {@code 0/16B3748}; MySQL: {@code file:position}.
   */
  static @Nullable String position(Change change) {
    Object block = block(change);
    Long lsn = number(block, "lsn");
    if (lsn != null) {
      return String.format(Locale.ROOT, "%X/%X", lsn >>> 32, lsn & 0xFFFFFFFFL);
    }
    Object file = field(block, "file");
    Long place = number(block, "pos");
    if (file != null && place != null) {
      return file + ":" + place;
    }
    for (String name : new String[] {"change_lsn", "commit_lsn", "scn", "sequence", "ord"}) {
      Object value = field(block, name);
      if (value != null) {
        return value.toString();
      }
    }
    return null;
  }

  /**
   * The same of a change, told apart from others of its event: MySQL's rows that a statement
   * changed have one position, and a number within it ({@code file:position:row}). Null of a row
   * that was read, which may have been so before or, where a transaction was open, only just
   * afterwards.
   */
  public static @Nullable String changePosition(Change change) {
    if ("r".equals(change.operation())) {
      return null;
    }
    String position = position(change);
    Object block = block(change);
    Long row = field(block, "file") == null ? null : number(block, "row");
    return position == null || row == null ? position : position + ":" + row;
  }

  /** Where the record stands in its topic. */
  static String place(Change change) {
    SinkRecord record = change.record();
    return KafkaPlace.topicPartition(record) + "@" + record.kafkaOffset();
  }

  private static @Nullable Object block(Change change) {
    if (change.source() != null) {
      return change.source();
    }
    return change.record().value() instanceof Map<?, ?> map ? map.get("source") : null;
  }

  private static @Nullable Long number(@Nullable Object block, String name) {
    return field(block, name) instanceof Number number ? number.longValue() : null;
  }

  private static @Nullable Object field(@Nullable Object block, String name) {
    if (block instanceof Struct struct) {
      return struct.schema().field(name) == null ? null : struct.get(name);
    }
    return block instanceof Map<?, ?> map ? map.get(name) : null;
  }
}
