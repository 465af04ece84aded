package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Refuses times that are finer than their columns: the server would round or cut them without a
 * word.
 */
final class MySqlTicks {
  private final List<Table.Column> columns;

  /** Microseconds to a step of each column; 1 where every value can be stored. */
  private final long[] ticks;

  /**
   * Of some columns.
   *
   * @param described a column as the server describes it; null where it does not
   */
  MySqlTicks(
      List<Table.Column> columns, Function<String, MySqlTables.@Nullable Described> described) {
    this.columns = columns;
    ticks = columns.stream().mapToLong(column -> tick(described.apply(column.name()))).toArray();
  }

  private static long tick(MySqlTables.@Nullable Described column) {
    return column == null ? 1 : MySqlTypes.tick(column.type());
  }

  /**
   * Looks at rows; at deletes only where they have values.
   *
   * @param values of these columns
   */
  void requireWhole(List<Row> rows, Function<Row, @Nullable Object[]> values) throws SQLException {
    for (int i = 0; i < ticks.length; i++) {
      long tick = ticks[i];
      if (tick > 1) {
        for (Row row : rows) {
          Object value = row.delete() ? null : values.apply(row)[i];
          if (value instanceof Number micros && micros.longValue() % tick != 0) {
            throw new SQLDataException(
                "a time is finer than its column '" + columns.get(i).name() + "'", "22008");
          }
        }
      }
    }
  }
}
