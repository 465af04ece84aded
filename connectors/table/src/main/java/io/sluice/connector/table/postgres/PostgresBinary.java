package io.sluice.connector.table.postgres;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Infinity;
import io.sluice.connector.table.value.Interval;
import io.sluice.connector.table.value.TimeWithZone;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the form of {@code COPY ... (FORMAT binary)}: PostgreSQL documentation, "COPY", "Binary
 * Format", and the {@code *_recv} functions of each type. A growing buffer that its owner empties.
 */
final class PostgresBinary {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int EPOCH_DAYS = 10_957; // 2000-01-01
  private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
  private static final int NUMERIC_BASE = 10_000;
  private static final int NUMERIC_NEGATIVE = 0x4000;

  /** Digits that fit a long together with the zeros that fill the last group of four. */
  private static final int SMALL_PRECISION = 15;

  private static final int[] POWERS = {1, 10, 100, 1000};

  private byte[] bytes = new byte[1 << 16];
  private int length;

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  void begin() {
    ensure(HEADER.length);
    System.arraycopy(HEADER, 0, bytes, length, HEADER.length);
    length += HEADER.length;
  }

  void end() {
    int16(-1);
  }

  void row(ColumnType[] types, @Nullable Object[] values) {
    int16(types.length);
    for (int i = 0; i < types.length; i++) {
      value(types[i], values[i]);
    }
  }

  private void value(ColumnType type, @Nullable Object value) {
    if (value == null) {
      int32(-1);
      return;
    }
    switch (type.kind()) {
      case BOOLEAN -> {
        int32(1);
        int8((Boolean) value ? 1 : 0);
      }
      case INT16 -> {
        int32(2);
        int16(((Number) value).intValue());
      }
      case INT32 -> {
        int32(4);
        int32(((Number) value).intValue());
      }
      case INT64 -> {
        int32(8);
        int64(((Number) value).longValue());
      }
      case FLOAT32 -> {
        int32(4);
        int32(Float.floatToRawIntBits(((Number) value).floatValue()));
      }
      case FLOAT64 -> {
        int32(8);
        int64(Double.doubleToRawLongBits(((Number) value).doubleValue()));
      }
      case DECIMAL -> numeric((BigDecimal) value);
      case TEXT, JSON, OTHER -> text((String) value);
      case BYTES -> raw((byte[]) value);
      case DATE -> date(((Number) value).intValue());
      case TIME -> {
        int32(8);
        int64(((Number) value).longValue());
      }
      case TIMETZ -> {
        TimeWithZone time = (TimeWithZone) value;
        int32(12);
        int64(time.micros());
        int32(-time.offsetSeconds());
      }
      case TIMESTAMP, TIMESTAMP_NANOS, TIMESTAMPTZ -> timestamp(((Number) value).longValue());
      case INTERVAL -> {
        Interval interval = (Interval) value;
        int32(16);
        int64(interval.micros());
        int32(interval.days());
        int32(interval.months());
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        int32(16);
        int64(uuid.getMostSignificantBits());
        int64(uuid.getLeastSignificantBits());
      }
      case ARRAY -> array(PostgresTypes.element(type), (List<?>) value);
    }
  }

  private void date(int days) {
    int32(4);
    boolean infinite = days == Integer.MAX_VALUE || days == Integer.MIN_VALUE;
    int32(infinite ? days : days - EPOCH_DAYS);
  }

  private void timestamp(long micros) {
    int32(8);
    if (Infinity.positive(micros)) {
      int64(Long.MAX_VALUE);
    } else if (Infinity.negative(micros)) {
      int64(Long.MIN_VALUE);
    } else {
      int64(micros - EPOCH_MICROS);
    }
  }

  private void array(ColumnType element, List<?> values) {
    int start = length;
    int32(0);
    if (values.isEmpty()) {
      int32(0); // no dimensions
      int32(0);
      int32(PostgresTypes.oid(element));
    } else {
      int32(1);
      int32(values.contains(null) ? 1 : 0);
      int32(PostgresTypes.oid(element));
      int32(values.size());
      int32(1); // the first index
      for (Object value : values) {
        value(element, value);
      }
    }
    patch(start);
  }

  /** Base-10000 digits with the weight of the first one: numeric_recv. */
  private void numeric(BigDecimal value) {
    BigDecimal decimal = value.scale() < 0 ? value.setScale(0) : value;
    int scale = decimal.scale();
    int missing = (4 - scale % 4) % 4;
    short[] digits =
        decimal.precision() <= SMALL_PRECISION
            ? smallDigits(Math.abs(decimal.scaleByPowerOfTen(scale).longValue()) * POWERS[missing])
            : largeDigits(
                decimal.unscaledValue().abs().multiply(BigInteger.valueOf(POWERS[missing])));
    int weight = digits.length - 1 - (scale + missing) / 4;
    int count = digits.length;
    while (count > 0 && digits[count - 1] == 0) {
      count--;
    }
    int32(8 + count * 2);
    int16(count);
    int16(count == 0 ? 0 : weight);
    int16(decimal.signum() < 0 ? NUMERIC_NEGATIVE : 0);
    int16(scale);
    for (int i = 0; i < count; i++) {
      int16(digits[i]);
    }
  }

  private static short[] smallDigits(long value) {
    int count = 0;
    for (long rest = value; rest > 0; rest /= NUMERIC_BASE) {
      count++;
    }
    short[] digits = new short[count];
    long rest = value;
    for (int i = count - 1; i >= 0; i--) {
      digits[i] = (short) (rest % NUMERIC_BASE);
      rest /= NUMERIC_BASE;
    }
    return digits;
  }

  private static short[] largeDigits(BigInteger value) {
    String text = value.toString();
    int count = (text.length() + 3) / 4;
    short[] digits = new short[count];
    int end = text.length();
    for (int i = count - 1; i >= 0; i--) {
      digits[i] = Short.parseShort(text.substring(Math.max(0, end - 4), end));
      end -= 4;
    }
    return digits;
  }

  private void text(String text) {
    int chars = text.length();
    ensure(4 + chars * 3);
    int start = length;
    length += 4;
    int at = length;
    byte[] out = bytes;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, out, start + 4, encoded.length);
        at = start + 4 + encoded.length;
        break;
      }
      out[at++] = (byte) c;
    }
    length = at;
    patch(start);
  }

  private void raw(byte[] value) {
    int32(value.length);
    ensure(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  /** Writes how much came after {@code start}, which holds the place of that number. */
  private void patch(int start) {
    int end = length;
    length = start;
    int32(end - start - 4);
    length = end;
  }

  private void int8(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  private void int16(int value) {
    ensure(2);
    bytes[length++] = (byte) (value >>> 8);
    bytes[length++] = (byte) value;
  }

  private void int32(int value) {
    ensure(4);
    byte[] out = bytes;
    int at = length;
    out[at] = (byte) (value >>> 24);
    out[at + 1] = (byte) (value >>> 16);
    out[at + 2] = (byte) (value >>> 8);
    out[at + 3] = (byte) value;
    length = at + 4;
  }

  private void int64(long value) {
    int32((int) (value >>> 32));
    int32((int) value);
  }

  private void ensure(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
    }
  }
}
