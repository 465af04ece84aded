package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.row.Batch;
import io.sluice.connector.table.row.Part;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.KeyMoves;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.PartialRows;
import io.sluice.connector.table.value.ColumnType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are changed in place, because some columns stay as stored: the source did not read
 * their unchanged large values, or no record brings them. Rows with the same columns missing go in
 * one statement.
 */
final class DuckDbPartialRows {
  private final DuckDBConnection connection;
  private final Table table;

  DuckDbPartialRows(DuckDBConnection connection, Table table) {
    this.connection = connection;
    this.table = table;
  }

  /** Brings the rows of a batch, but those that are deleted. */
  void apply(Batch batch) throws SQLException {
    move(batch.moved(), false);
    move(batch.copied(), true);
    if (!batch.whole().isEmpty()) {
      apply(Part.whole(), batch.whole());
    }
    for (Map.Entry<Part, List<Row>> group : batch.partial().entrySet()) {
      PartialRows.tellMissing(table, apply(group.getKey(), group.getValue()));
    }
  }

  /** Gives stored rows their new keys, or copies, so that they are found under them. */
  private void move(List<Row> rows, boolean copied) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    List<Table.Column> columns = KeyMoves.columns(table);
    DuckDbStaging staging = staged("_sluice_moves", columns, rows, Row::move);
    Function<Table.Column, String> value = column -> staging.value("s", column);
    if (copied) {
      Sql.execute(connection, KeyMoves.copy(table, staging.name(), value));
    } else {
      Sql.execute(connection, KeyMoves.deleteOvertaken(table, staging.name(), value));
      Sql.execute(connection, KeyMoves.update(table, staging.name(), value));
    }
    staging.drop();
  }

  /** Marks all rows that are not marked. */
  void markAll(Row mark) throws SQLException {
    DuckDbStaging staging = staged("_sluice_partial", table.columns(), List.of(mark), Row::present);
    update(staging, Part.of(mark), "true");
    staging.drop();
  }

  private DuckDbStaging staged(
      String name,
      List<Table.Column> columns,
      List<Row> rows,
      Function<Row, @Nullable Object[]> values)
      throws SQLException {
    ColumnType[] types =
        columns.stream()
            .map(column -> DuckDbAppends.staged(column.type()))
            .toArray(ColumnType[]::new);
    DuckDbStaging staging = new DuckDbStaging(connection, name);
    staging.create(columns);
    staging.fill(types, rows, values);
    return staging;
  }

  /** Changes rows that are there, inserts others; how many these were. */
  private int apply(Part part, List<Row> rows) throws SQLException {
    List<Table.Column> columns = table.columns();
    DuckDbStaging staging = staged("_sluice_partial", columns, rows, Row::present);
    String name = Sql.quote(table.name());
    String sameKey = Sql.all(table.key(), key -> "t." + Sql.quote(key) + " = s." + Sql.quote(key));
    update(staging, part, sameKey);
    int missing = 0;
    if (part.marks() < 0) {
      missing =
          Sql.update(
              connection,
              "INSERT INTO "
                  + name
                  + " ("
                  + Sql.list(columns, column -> Sql.quote(column.name()))
                  + ") SELECT "
                  + Sql.list(columns, column -> staging.value("s", column))
                  + " FROM "
                  + staging.name()
                  + " AS s WHERE NOT EXISTS (SELECT 1 FROM "
                  + name
                  + " AS t WHERE "
                  + sameKey
                  + ")");
    }
    staging.drop();
    return missing;
  }

  private void update(DuckDbStaging staging, Part part, String where) throws SQLException {
    List<Table.Column> columns = table.columns();
    List<Table.Column> changed =
        IntStream.range(0, columns.size())
            .filter(i -> !part.unchanged().get(i) && !table.key().contains(columns.get(i).name()))
            .mapToObj(columns::get)
            .toList();
    if (!changed.isEmpty()) {
      Sql.execute(
          connection,
          "UPDATE "
              + Sql.quote(table.name())
              + " AS t SET "
              + Sql.list(changed, c -> Sql.quote(c.name()) + " = " + staging.value("s", c))
              + " FROM "
              + staging.name()
              + " AS s WHERE "
              + where
              + Sql.andEmpty(table, part.marks()));
    }
  }
}
