package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.value.ColumnType;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements of lists in the Java types that DuckDB's appender takes inside of collections. */
final class DuckDbElements {
  private static final long DAY_MICROS = 86_400_000_000L;

  private DuckDbElements() {}

  static Object of(ColumnType type, Object value) throws SQLException {
    return switch (type.kind()) {
      case INT16 -> ((Number) value).shortValue();
      case INT32 -> ((Number) value).intValue();
      case INT64 -> ((Number) value).longValue();
      case FLOAT32 -> ((Number) value).floatValue();
      case FLOAT64 -> ((Number) value).doubleValue();
      case DATE -> LocalDate.ofEpochDay(DuckDbAppends.days(((Number) value).intValue()));
      case TIME -> time(((Number) value).longValue());
      case TIMESTAMP -> local(DuckDbAppends.micros(((Number) value).longValue()), 1_000_000);
      case TIMESTAMP_NANOS -> local(((Number) value).longValue(), 1_000_000_000);
      case TIMESTAMPTZ ->
          local(DuckDbAppends.micros(((Number) value).longValue()), 1_000_000)
              .atOffset(ZoneOffset.UTC);
      case ARRAY -> list(type.element(), (List<?>) value);
      default -> value;
    };
  }

  static List<@Nullable Object> list(@Nullable ColumnType element, List<?> values)
      throws SQLException {
    List<@Nullable Object> list = new ArrayList<>(values.size());
    for (Object value : values) {
      list.add(value == null || element == null ? value : of(element, value));
    }
    return list;
  }

  private static LocalTime time(long micros) throws SQLException {
    if (micros >= DAY_MICROS) {
      throw new SQLException("Conversion Error: the driver has no 24:00 in a list of times");
    }
    return LocalTime.ofNanoOfDay(micros * 1000);
  }

  private static LocalDateTime local(long ticks, long ticksPerSecond) {
    long nanos = Math.floorMod(ticks, ticksPerSecond) * (1_000_000_000 / ticksPerSecond);
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(ticks, ticksPerSecond), nanos);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
