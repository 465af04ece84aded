package io.sluice.connector.table.value;

import java.math.BigDecimal;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.DataException;

/**
 * Refuses what a database would round when it casts it to a type of its own that keeps fewer digits
 * than the value has: PostgreSQL does so without a word.
 */
final class KeptDigits {
  private static final LongUnaryOperator TENFOLD = number -> number * 10;
  private static final long NANOS_PER_MICRO = 1_000;

  private KeptDigits() {}

  /**
   * Looks at a value.
   *
   * @param from which kind of value it is
   * @param to a {@link ColumnType.Kind#OTHER}
   * @throws DataException if the column would keep something else
   */
  static void require(ColumnType from, Object value, ColumnType to) {
    if (to.keepsOnePart()) {
      throw new DataException(
          "its type " + to + " keeps a part of an interval only. Make the column interval");
    }
    boolean kept =
        to.keptDecimals() ? keepsDecimals(value, to.scale()) : keepsTime(from, value, to);
    if (!kept) {
      throw new DataException(
          "a value has more digits than its type "
              + to
              + " keeps, which would round it. Give the column a type with more digits");
    }
  }

  private static boolean keepsDecimals(Object value, int scale) {
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0 || decimal.stripTrailingZeros().scale() <= scale;
    }
    boolean fraction = value instanceof Double || value instanceof Float;
    return !fraction
        || !Double.isFinite(((Number) value).doubleValue())
        || keepsDecimals(new BigDecimal(value.toString()), scale);
  }

  private static boolean keepsTime(ColumnType from, Object value, ColumnType to) {
    if (!to.keptSeconds()) {
      return true;
    }
    // Microseconds to one step of the last digit that is kept.
    long tick = LongStream.iterate(1, TENFOLD).skip(6L - to.scale()).findFirst().orElseThrow();
    return switch (from.kind()) {
      case TIME -> ((Number) value).longValue() % tick == 0;
      case TIMESTAMP, TIMESTAMPTZ -> {
        long micros = ((Number) value).longValue();
        yield Infinity.positive(micros) || Infinity.negative(micros) || micros % tick == 0;
      }
      case TIMESTAMP_NANOS -> {
        long nanos = ((Number) value).longValue();
        boolean infinite = nanos == Long.MAX_VALUE || nanos == Long.MIN_VALUE;
        yield infinite || nanos % (tick * NANOS_PER_MICRO) == 0;
      }
      case TIMETZ -> ((TimeWithZone) value).micros() % tick == 0;
      case INTERVAL -> ((Interval) value).micros() % tick == 0;
      default -> true;
    };
  }
}
