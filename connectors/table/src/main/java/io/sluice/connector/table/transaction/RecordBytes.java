package io.sluice.connector.table.transaction;

import io.sluice.connector.table.value.Weight;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/** About how many bytes of the heap a record occupies while it is kept. */
public final class RecordBytes {
  private static final int RECORD = 200;

  private RecordBytes() {}

  /** An estimate; looks at every value. */
  public static long of(SinkRecord record) {
    long sum = RECORD + Weight.of(record.key()) + Weight.of(record.value());
    for (Header header : record.headers()) {
      sum += Weight.of(header.value());
    }
    return sum;
  }
}
