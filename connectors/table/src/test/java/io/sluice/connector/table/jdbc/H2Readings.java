package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.TypeReadings;
import io.sluice.connector.table.value.ColumnType;
import java.util.Set;

/** How H2's values are read back. */
final class H2Readings implements TypeReadings {
  @Override
  public String dialect() {
    return "others";
  }

  @Override
  public String asText(String expression, ColumnType type) {
    return switch (type.kind()) {
      case BYTES -> "rawtohex(" + expression + ")";
      case TIMESTAMPTZ ->
          "cast(cast(" + expression + " at time zone 'UTC' as timestamp(6)) as varchar)";
      default -> "cast(" + expression + " as varchar)";
    };
  }

  @Override
  public String length(String list) {
    throw new UnsupportedOperationException("lists are texts here");
  }

  @Override
  public Set<String> refused() {
    throw new UnsupportedOperationException("which values there are is the database's to say");
  }
}
