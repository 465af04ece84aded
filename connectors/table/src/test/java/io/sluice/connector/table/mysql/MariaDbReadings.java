package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.TypeReadings;
import io.sluice.connector.table.value.ColumnType;
import java.util.Set;

/** How MariaDB's values are read back. */
final class MariaDbReadings implements TypeReadings {
  private static final Set<String> REFUSED =
      Set.of(
          "text with half of a surrogate pair",
          "text that ends in half of a pair",
          "NaN",
          "infinite number",
          "negative infinite number",
          "NaN of single precision",
          "decimal of 131073 digits",
          "decimal of two billion zeros",
          "decimal of two billion zeros behind the point",
          "date before Christ",
          "first date of PostgreSQL",
          "date before PostgreSQL's first",
          "last date of PostgreSQL",
          "date after PostgreSQL's last",
          "infinite date",
          "negative infinite date",
          "time with nanoseconds",
          "time with zone and nanoseconds",
          "time 16:00 to the east",
          "interval with nanoseconds",
          "interval longer than 64 bits",
          "infinite timestamp",
          "negative infinite timestamp",
          "timestamp before Christ",
          "timestamp before PostgreSQL's first",
          "timestamp of the year 294246",
          "timestamp with nanoseconds",
          "infinite timestamp of nanoseconds",
          "zoned timestamp of the year 294276",
          "zoned timestamp before Christ",
          "zoned timestamp with nanoseconds",
          "infinite zoned timestamp",
          "infinite ISO timestamp");

  @Override
  public String dialect() {
    return "MariaDB, MySQL";
  }

  @Override
  public String asText(String expression, ColumnType type) {
    return switch (type.kind()) {
      case BYTES -> "lower(hex(" + expression + "))";
      // All digits: a float is shown with six.
      case FLOAT32 -> "cast(cast(" + expression + " as double) as char)";
      default -> "cast(" + expression + " as char)";
    };
  }

  /** Zoned times and intervals are text, in the form that the samples have. */
  @Override
  public String plain(ColumnType type, String text) {
    return switch (type.kind()) {
      case TIMETZ, INTERVAL -> text;
      default -> TypeReadings.super.plain(type, text);
    };
  }

  @Override
  public String length(String list) {
    throw new UnsupportedOperationException("lists are documents here");
  }

  @Override
  public Set<String> refused() {
    return REFUSED;
  }
}
