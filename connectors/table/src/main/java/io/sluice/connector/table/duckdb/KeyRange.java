package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import org.jspecify.annotations.Nullable;

/**
 * Between which values the first key column of some rows lies, where that column is a whole number.
 * DuckDB keeps such bounds for every stretch of a table, so a statement that names the range skips
 * the stretches that hold none of these rows: mostly all of them, since new keys tend to be the
 * highest. Used by one thread.
 */
final class KeyRange {
  private long lowest = Long.MAX_VALUE;
  private long highest = Long.MIN_VALUE;
  private final Table.@Nullable Column column;

  /** The range of no rows yet. */
  KeyRange(Table table) {
    column =
        table.key().isEmpty()
            ? null
            : wholeNumber(table.columns().get(table.indexOf(table.key().get(0))));
  }

  private static Table.@Nullable Column wholeNumber(Table.Column first) {
    return switch (first.type().kind()) {
      case INT16, INT32, INT64 -> first;
      default -> null;
    };
  }

  /** Widens the range to this key. */
  void add(@Nullable Object[] key) {
    if (column != null && key[0] instanceof Number number) {
      long value = number.longValue();
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  }

  /** A condition that all keys meet that were added, to follow others; empty if none is known. */
  String and() {
    return column != null && lowest <= highest
        ? " AND " + Sql.quote(column.name()) + " BETWEEN " + lowest + " AND " + highest
        : "";
  }
}
