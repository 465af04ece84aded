package io.sluice.connector.postgres.event;

import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The event of one row. Equal to itself alone: Connect's worker, where it is exactly once, keeps
 * what it has sent by record until the next commit, and to tell records apart by all of their
 * values, and by all that their offsets say, takes longer than to make them.
 */
public final class EventRecord extends SourceRecord {

  /**
   * @param partition of the source, shared by all of its records
   * @param offset where a reader goes on behind this record
   * @param format of the row's table
   * @param key null where the table has none
   * @param envelope null for a tombstone
   * @param headers of this event alone; those of its table come to them
   */
  public EventRecord(
      Map<String, String> partition,
      Map<String, ?> offset,
      TableFormat format,
      @Nullable Struct key,
      @Nullable Struct envelope,
      @Nullable ConnectHeaders headers) {
    super(
        partition,
        offset,
        format.topic(),
        null,
        key == null ? null : format.keySchema(),
        key,
        envelope == null ? null : format.envelopeSchema(),
        envelope,
        null,
        format.headers(headers));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
