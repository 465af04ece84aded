package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.dialect.TypeReadings;
import io.sluice.connector.table.value.ColumnType;
import java.util.Map;
import java.util.Set;

/** How SQLite's values are read back. */
final class SqliteReadings implements TypeReadings {
  private static final Set<String> REFUSED =
      Set.of(
          "text with NUL",
          "text with half of a surrogate pair",
          "text that ends in half of a pair",
          "NaN",
          "infinite number",
          "negative infinite number",
          "NaN of single precision",
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
    return "SQLite";
  }

  @Override
  public String asText(String expression, ColumnType type) {
    return switch (type.kind()) {
      case BYTES -> "case when %1$s is not null then lower(hex(%1$s)) end".formatted(expression);
      case TIMESTAMPTZ -> "replace(" + expression + ", '+00:00', '')";
      default -> expression;
    };
  }

  /** Intervals are ISO 8601 here as they are there. */
  @Override
  public String plain(ColumnType type, String text) {
    return type.kind() == ColumnType.Kind.INTERVAL ? text : TypeReadings.super.plain(type, text);
  }

  @Override
  public String length(String list) {
    return "json_array_length(" + list + ")";
  }

  /** A column of numbers keeps whole ones as such, which have one zero. */
  @Override
  public Map<String, String> equals() {
    return Map.of("negative zero", "0.0");
  }

  @Override
  public Set<String> refused() {
    return REFUSED;
  }
}
