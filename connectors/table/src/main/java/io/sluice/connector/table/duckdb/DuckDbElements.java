package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.value.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Elements of lists in the Java types that DuckDB's appender takes inside of collections. */
final class DuckDbElements {
  private DuckDbElements() {}

  static Object of(ColumnType type, Object value) {
    return switch (type.kind()) {
      case INT16 -> ((Number) value).shortValue();
      case INT32 -> ((Number) value).intValue();
      case INT64 -> ((Number) value).longValue();
      case FLOAT32 -> ((Number) value).floatValue();
      case FLOAT64 -> ((Number) value).doubleValue();
      case DATE -> LocalDate.ofEpochDay(DuckDbAppends.days(((Number) value).intValue()));
      case TIME -> LocalTime.ofNanoOfDay(((Number) value).longValue() * 1000);
      case TIMESTAMP -> local(DuckDbAppends.micros(((Number) value).longValue()), 1_000_000);
      case TIMESTAMP_NANOS -> local(((Number) value).longValue(), 1_000_000_000);
      case TIMESTAMPTZ ->
          local(DuckDbAppends.micros(((Number) value).longValue()), 1_000_000)
              .atOffset(ZoneOffset.UTC);
      default -> value;
    };
  }

  private static LocalDateTime local(long ticks, long ticksPerSecond) {
    long nanos = Math.floorMod(ticks, ticksPerSecond) * (1_000_000_000 / ticksPerSecond);
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(ticks, ticksPerSecond), nanos);
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
