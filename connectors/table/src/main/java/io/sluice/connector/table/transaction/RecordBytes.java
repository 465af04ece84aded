package io.sluice.connector.table.transaction;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** About how many bytes of the heap a record occupies while it is kept. */
public final class RecordBytes {
  private static final int OBJECT = 24;
  private static final int RECORD = 200;

  private RecordBytes() {}

  /** An estimate; looks at every value. */
  public static long of(SinkRecord record) {
    return RECORD + weigh(record.key()) + weigh(record.value());
  }

  private static long weigh(@Nullable Object value) {
    long sum = OBJECT;
    if (value instanceof String text) {
      sum += text.length();
    } else if (value instanceof byte[] bytes) {
      sum += bytes.length;
    } else if (value instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        sum += weigh(struct.get(field));
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        sum += weigh(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += weigh(entry.getKey()) + weigh(entry.getValue());
      }
    }
    return sum;
  }
}
