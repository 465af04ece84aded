package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.TypeReadings;
import io.sluice.connector.table.value.ColumnType;
import java.util.Set;

/** How PostgreSQL's values are read back. */
final class PostgresReadings implements TypeReadings {
  private static final Set<String> REFUSED =
      Set.of(
          "text with NUL",
          "date before PostgreSQL's first",
          "date after PostgreSQL's last",
          "timestamp before PostgreSQL's first",
          "timestamp with nanoseconds",
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
    return "PostgreSQL";
  }

  @Override
  public String asText(String expression, ColumnType type) {
    return switch (type.kind()) {
      case BYTES -> "encode(" + expression + ", 'hex')";
      case TIMESTAMPTZ -> "(" + expression + " at time zone 'UTC')::text";
      case INTERVAL ->
          "(extract(year from %1$s) * 12 + extract(month from %1$s))::bigint || '|'"
                  .formatted(expression)
              + "|| extract(day from %1$s)::bigint || '|'".formatted(expression)
              + "|| (extract(hour from %1$s) * 3600000000 + extract(minute from %1$s) * 60000000"
                  .formatted(expression)
              + " + extract(microseconds from %1$s))::bigint".formatted(expression);
      default -> expression + "::text";
    };
  }

  @Override
  public String length(String list) {
    return "cardinality(" + list + ")";
  }

  @Override
  public Set<String> refused() {
    return REFUSED;
  }
}
