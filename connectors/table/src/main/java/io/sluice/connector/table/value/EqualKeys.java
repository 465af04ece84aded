package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parts of keys in a form in which they are equal where databases take them for equal: otherwise
 * two rows of one key would meet in one batch.
 */
public final class EqualKeys {
  private static final BigInteger DAY_MICROS = BigInteger.valueOf(IsoText.DAY_MICROS);
  private static final int DAYS_PER_MONTH = 30;

  private EqualKeys() {}

  /** The comparable form of a key. */
  public static Object of(@Nullable Object[] key) {
    if (key.length == 1) {
      return of(key[0]);
    }
    Object[] parts = new Object[key.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = of(key[i]);
    }
    return Arrays.asList(parts);
  }

  /** The comparable form of a value that has the Java type of its column. */
  public static Object of(@Nullable Object part) {
    if (part instanceof Integer || part instanceof Short || part instanceof Byte) {
      return ((Number) part).longValue(); // A column was widened between two of them.
    }
    if (part instanceof Float || part instanceof Double) {
      double number = ((Number) part).doubleValue();
      return number == 0 ? 0.0 : number; // -0.0 is another object, but no other number.
    }
    if (part instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros();
    }
    if (part instanceof byte[] array) {
      return ByteBuffer.wrap(array);
    }
    if (part instanceof Interval interval) {
      // PostgreSQL and DuckDB compare them with months of 30 days.
      long days = (long) interval.months() * DAYS_PER_MONTH + interval.days();
      return BigInteger.valueOf(days)
          .multiply(DAY_MICROS)
          .add(BigInteger.valueOf(interval.micros()));
    }
    return part == null ? "" : part;
  }
}
