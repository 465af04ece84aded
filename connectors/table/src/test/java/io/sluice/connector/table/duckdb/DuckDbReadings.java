package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.TypeReadings;
import io.sluice.connector.table.value.ColumnType;
import java.util.Set;

/** How DuckDB's values are read back. */
final class DuckDbReadings implements TypeReadings {
  private static final Set<String> REFUSED =
      Set.of(
          "text with half of a surrogate pair",
          "text that ends in half of a pair",
          "decimal of 131073 digits",
          "decimal of two billion zeros",
          "decimal of two billion zeros behind the point",
          "time after 24:00",
          "time of MySQL's 838 hours",
          "negative time",
          "time with nanoseconds",
          "time with zone and nanoseconds",
          "time 16:00 to the east",
          "interval with nanoseconds",
          "interval longer than 64 bits",
          "zoned timestamp of the year 294276",
          "zoned timestamp with nanoseconds");

  @Override
  public String dialect() {
    return "DuckDB";
  }

  @Override
  public String asText(String expression, ColumnType type) {
    return switch (type.kind()) {
      case BYTES -> "lower(hex(" + expression + "))";
      case TIMESTAMPTZ -> "cast(" + expression + " at time zone 'UTC' as varchar)";
      case INTERVAL ->
          "(extract('year' from %1$s) * 12 + extract('month' from %1$s)) || '|'"
                  .formatted(expression)
              + "|| extract('day' from %1$s) || '|'".formatted(expression)
              + "|| (extract('hour' from %1$s) * 3600000000".formatted(expression)
              + " + extract('minute' from %1$s) * 60000000 + extract('microsecond' from %1$s))"
                  .formatted(expression);
      default -> "cast(" + expression + " as varchar)";
    };
  }

  @Override
  public String length(String list) {
    return "len(" + list + ")";
  }

  @Override
  public Set<String> refused() {
    return REFUSED;
  }
}
