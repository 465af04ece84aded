package io.sluice.connector.table.history;

import io.sluice.connector.table.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of one key: from a time on the row is so, or it is gone. Compared by identity:
 * a record that comes twice is two events.
 */
final class Event {
  private final Object key;
  private final @Nullable Long time;
  private final @Nullable String position;
  private final Kind kind;
  private final Row row;

  /** The delete of the key that this row had before, where a key changed; null mostly. */
  private final @Nullable Event leaving;

  /** What a record is. */
  enum Kind {
    /** A change that brings a row. */
    CHANGE,
    /** A row as a snapshot read it: it was so before, maybe for long. */
    READ,
    /** A delete. */
    DELETE,
    /** A key without a value: it follows a delete, or stands for one. */
    TOMBSTONE
  }

  /**
   * An event.
   *
   * @param key that equals those of the same row's other events
   * @param time microseconds since 1970; null where none is known, which only a tombstone may be
   * @param position in the source's log, see {@link SourcePlace}; null where none is known
   * @param row as it is from then on; a delete's has the key only
   */
  Event(
      Object key,
      @Nullable Long time,
      @Nullable String position,
      Kind kind,
      Row row,
      @Nullable Event leaving) {
    this.key = key;
    this.time = time;
    this.position = position;
    this.kind = kind;
    this.row = row;
    this.leaving = leaving;
  }

  Object key() {
    return key;
  }

  @Nullable Long time() {
    return time;
  }

  @Nullable String position() {
    return position;
  }

  Kind kind() {
    return kind;
  }

  Row row() {
    return row;
  }

  @Nullable Event leaving() {
    return leaving;
  }

  boolean removes() {
    return kind == Kind.DELETE || kind == Kind.TOMBSTONE;
  }
}
