package io.sluice.connector.table.record;

import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record asks of a table.
 *
 * @param kind what to do
 * @param operation the envelope's word for it, {@code d} for a tombstone; null for flat records
 * @param row the row as it is from now on; null for deletes, and for records that stay as they came
 * @param old the row as it was, as far as the source said so; null mostly
 * @param source the envelope's source block; null for flat records
 * @param record where it came from
 */
public record Change(
    Kind kind,
    @Nullable String operation,
    @Nullable Struct row,
    @Nullable Struct old,
    @Nullable Struct source,
    SinkRecord record) {

  /** What to do. */
  public enum Kind {
    /** A row that the source has just made, or that a snapshot read: likely new to the table. */
    INSERT,
    /** A row that may or may not be there. */
    UPSERT,
    /** The row of the key is gone. */
    DELETE,
    /** All rows of the table are gone. */
    TRUNCATE,
    /** Nothing for a table: heartbeats, tombstones without a key, messages. */
    NOTHING
  }

  /** The same, with its rows in another form. */
  Change withRows(@Nullable Struct otherRow, @Nullable Struct otherOld) {
    return new Change(kind, operation, otherRow, otherOld, source, record);
  }
}
