package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A temporary table of this connection, filled by the appender and read by one statement. */
final class DuckDbStaging {
  private final DuckDBConnection connection;
  private final String table;

  DuckDbStaging(DuckDBConnection connection, String table) {
    this.connection = connection;
    this.table = table;
  }

  String name() {
    return "temp.main." + Sql.quote(table);
  }

  void create(List<Table.Column> columns) throws SQLException {
    Sql.execute(
        connection,
        "CREATE OR REPLACE TEMP TABLE "
            + Sql.quote(table)
            + " ("
            + Sql.list(
                columns,
                column ->
                    Sql.quote(column.name())
                        + " "
                        + DuckDbTypes.name(DuckDbAppends.staged(column.type())))
            + ")");
  }

  /** Fills the table, with the values of each row that the function takes from it. */
  void fill(ColumnType[] types, List<Row> rows, Function<Row, @Nullable Object[]> values)
      throws SQLException {
    try (DuckDBAppender out = connection.createAppender("temp", "main", table)) {
      for (Row row : rows) {
        DuckDbAppends.append(out, types, values.apply(row));
      }
      out.flush(); // Closing alone would keep quiet about what went wrong.
    }
  }

  /** The staged value as the column's own type. */
  String value(String alias, Table.Column column) {
    String staged = alias + "." + Sql.quote(column.name());
    return switch (column.type().kind()) {
      case INTERVAL, OTHER -> "CAST(" + staged + " AS " + DuckDbTypes.name(column.type()) + ")";
      default -> staged;
    };
  }

  void drop() throws SQLException {
    Sql.execute(connection, "DROP TABLE IF EXISTS " + name());
  }
}
