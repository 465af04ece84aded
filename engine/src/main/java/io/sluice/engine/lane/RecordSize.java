package io.sluice.engine.lane;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how much memory records hold. Weighing every record would cost more than moving it, so
 * one in 64 is weighed while records are small, and each one while they are large. Not thread-safe.
 */
public final class RecordSize {
  private static final int EMPTY_RECORD = 160;
  private static final int LARGE = 2_048;
  private static final int DEEPEST = 6;

  private long count;
  private long current;

  /** Estimated bytes of the record, or of one like it that came shortly before. */
  public long estimate(ConnectRecord<?> record) {
    if ((count++ & 63) == 0 || current > LARGE) {
      current = weigh(record);
    }
    return current;
  }

  /** Estimated bytes of this very record. */
  public static long weigh(ConnectRecord<?> record) {
    return EMPTY_RECORD + weigh(record.key(), 0) + weigh(record.value(), 0);
  }

  private static long weigh(@Nullable Object value, int depth) {
    if (value == null || depth > DEEPEST) {
      return 0;
    }
    if (value instanceof String text) {
      return 40L + text.length();
    }
    if (value instanceof Struct struct) {
      long sum = 40;
      for (Field field : struct.schema().fields()) {
        sum += 8 + weigh(struct.get(field), depth + 1);
      }
      return sum;
    }
    if (value instanceof byte[] bytes) {
      return 16L + bytes.length;
    }
    if (value instanceof ByteBuffer buffer) {
      return 64L + buffer.capacity();
    }
    if (value instanceof Map<?, ?> map) {
      long sum = 48;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += 48 + weigh(entry.getKey(), depth + 1) + weigh(entry.getValue(), depth + 1);
      }
      return sum;
    }
    if (value instanceof Collection<?> list) {
      long sum = 40;
      for (Object element : list) {
        sum += 8 + weigh(element, depth + 1);
      }
      return sum;
    }
    return 24;
  }
}
