package io.sluice.engine.lane;

import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A sink record that knows where it lay in the source. Its partition and offset are those of its
 * lane, which are given out anew when the source reads a stretch again; its origin stays.
 */
public class TracedRecord extends SinkRecord {
  /**
   * Where a record lay.
   *
   * @param ordinal how many records of the same topic came before it at this very offset
   * @param read whether it is a row that a snapshot found, so that the offset says when it was read
   *     and not which one it is
   */
  public record Origin(
      @Nullable Map<String, ?> partition,
      @Nullable Map<String, ?> offset,
      long ordinal,
      boolean read) {}

  private final Origin origin;

  /**
   * @param timestamp for a record that has none of its own, as Kafka's broker does it
   */
  public TracedRecord(
      ConnectRecord<?> record, Origin origin, int partition, long offset, Long timestamp) {
    super(
        record.topic(),
        partition,
        record.keySchema(),
        record.key(),
        record.valueSchema(),
        record.value(),
        offset,
        record.timestamp() == null ? timestamp : record.timestamp(),
        record.timestamp() == null ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
        record.headers());
    this.origin = origin;
  }

  /** Where the record lay in the source. */
  public Origin origin() {
    return origin;
  }

  // Two records of one lane and offset are one, wherever they came from.
  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
