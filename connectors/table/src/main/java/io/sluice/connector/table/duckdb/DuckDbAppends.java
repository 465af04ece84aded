package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.value.ColumnType;
import io.sluice.connector.table.value.Infinity;
import io.sluice.connector.table.value.Interval;
import io.sluice.connector.table.value.TimeWithZone;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows with DuckDB's appender, its bulk path: 2,048 rows at a time in DuckDB's own column
 * form, no SQL per row.
 */
final class DuckDbAppends {
  private DuckDbAppends() {}

  /** Whether the appender can write columns of that type; others are staged as text and cast. */
  static boolean direct(ColumnType type) {
    return switch (type.kind()) {
      case INTERVAL, OTHER -> false;
      default -> true;
    };
  }

  /** The type of a staging column for a column of that type. */
  static ColumnType staged(ColumnType type) {
    return switch (type.kind()) {
      case INTERVAL, OTHER -> ColumnType.TEXT;
      default -> type;
    };
  }

  static void append(DuckDBAppender out, ColumnType[] types, @Nullable Object[] values)
      throws SQLException {
    out.beginRow();
    for (int i = 0; i < types.length; i++) {
      Object value = values[i];
      if (value == null) {
        out.appendNull();
      } else {
        append(out, types[i], value);
      }
    }
    out.endRow();
  }

  private static void append(DuckDBAppender out, ColumnType type, Object value)
      throws SQLException {
    switch (type.kind()) {
      case BOOLEAN -> out.append((boolean) (Boolean) value);
      case INT16 -> out.append(((Number) value).shortValue());
      case INT32 -> out.append(((Number) value).intValue());
      case INT64 -> out.append(((Number) value).longValue());
      case FLOAT32 -> out.append(((Number) value).floatValue());
      case FLOAT64 -> out.append(((Number) value).doubleValue());
      case DECIMAL -> decimal(out, type, (BigDecimal) value);
      case BYTES -> out.append((byte[]) value);
      case DATE -> out.appendEpochDays(days(((Number) value).intValue()));
      case TIME -> out.appendDayMicros(((Number) value).longValue());
      case TIMETZ -> {
        TimeWithZone time = (TimeWithZone) value;
        out.appendDayMicros(time.micros(), time.offsetSeconds());
      }
      case TIMESTAMP, TIMESTAMPTZ -> out.appendEpochMicros(micros(((Number) value).longValue()));
      case TIMESTAMP_NANOS -> out.appendEpochNanos(nanos(((Number) value).longValue()));
      case UUID -> {
        UUID uuid = (UUID) value;
        out.appendUUID(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
      }
      case ARRAY -> out.append(DuckDbElements.list(type.element(), (List<?>) value));
      case TEXT, JSON, OTHER ->
          out.append(value instanceof Interval interval ? interval.words() : (String) value);
      case INTERVAL -> throw new IllegalArgumentException("intervals are staged");
    }
  }

  /** Up to 18 digits are one number for DuckDB, reached without a BigInteger in between. */
  private static void decimal(DuckDBAppender out, ColumnType type, BigDecimal value)
      throws SQLException {
    int precision = type.precision();
    if (precision > 18) {
      out.append(value);
      return;
    }
    long unscaled = value.scaleByPowerOfTen(value.scale()).longValue();
    if (precision > 9) {
      out.appendDecimal(unscaled);
    } else if (precision > 4) {
      out.appendDecimal((int) unscaled);
    } else {
      out.appendDecimal((short) unscaled);
    }
  }

  /** DuckDB's infinities are as far from zero on both sides; PostgreSQL's end the 32 bits. */
  static int days(int days) {
    return Math.max(days, -Integer.MAX_VALUE);
  }

  private static long nanos(long nanos) {
    return Math.max(nanos, -Long.MAX_VALUE);
  }

  /** DuckDB keeps its infinities at the ends of the 64 bits. */
  static long micros(long micros) {
    if (Infinity.positive(micros)) {
      return Long.MAX_VALUE;
    }
    return Infinity.negative(micros) ? -Long.MAX_VALUE : micros;
  }
}
