package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** About how many bytes of the heap a value occupies, for what is bounded by bytes. */
public final class Weight {
  /** What an object costs beside its content, roughly. */
  private static final int OBJECT = 24;

  /** Digits that a decimal keeps in a long: what it is asked for then would be made anew. */
  private static final int SMALL_PRECISION = 18;

  private Weight() {}

  /** An estimate of a Connect value, or of one that a column takes; looks at all of its parts. */
  public static long of(@Nullable Object value) {
    long sum = OBJECT;
    if (value instanceof String text) {
      sum += text.length();
    } else if (value instanceof BigDecimal decimal) {
      sum += decimal.precision() <= SMALL_PRECISION ? Long.BYTES : bytes(decimal);
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      return sum; // Most values; what comes below asks for interfaces, which takes longer.
    } else if (value instanceof byte[] bytes) {
      sum += bytes.length;
    } else if (value instanceof ByteBuffer bytes) {
      sum += bytes.remaining();
    } else if (value instanceof Struct struct) {
      for (Field field : struct.schema().fields()) {
        sum += of(struct.get(field));
      }
    } else if (value instanceof List<?> list) {
      for (Object element : list) {
        sum += of(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += of(entry.getKey()) + of(entry.getValue());
      }
    }
    return sum;
  }

  private static long bytes(BigDecimal decimal) {
    return decimal.unscaledValue().bitLength() / Byte.SIZE;
  }
}
