package io.sluice.connector.table.record;

import org.apache.kafka.connect.data.Struct;
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
public record Change(
    Kind kind,
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
    /** Nothing for a table: heartbeats, tombstones without a key, truncates, messages. */
    NOTHING
  }

  /** The same, with its rows in another form. */
  Change withRows(@Nullable Struct otherRow, @Nullable Struct otherOld) {
    return new Change(kind, otherRow, otherOld, source, record);
  }
}
