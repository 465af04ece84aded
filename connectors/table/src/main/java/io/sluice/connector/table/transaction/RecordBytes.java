package io.sluice.connector.table.transaction;

import io.sluice.connector.table.record.TopicBytes;
import io.sluice.connector.table.value.Weight;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * About how many bytes of the heap a record occupies while it is kept: the same for a record each
 * time. Used by one thread.
 */
public final class RecordBytes {
  private static final int RECORD = 200;

  private final TopicBytes topicBytes = new TopicBytes();

  /** An estimate; looks at every value. */
  public long of(SinkRecord record) {
    long sum = Weight.of(record.key()) + Weight.of(record.value());
    for (Header header : record.headers()) {
      sum += Weight.of(header.value());
    }
    return RECORD + sum + topicBytes.of(record, sum);
  }
}
