package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.target.KeyMoves;
import io.sluice.connector.table.target.PartialRows;
import io.sluice.connector.table.target.Row;
import io.sluice.connector.table.target.Sql;
import io.sluice.connector.table.target.Table;
import io.sluice.connector.table.value.ColumnType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/**
 * Rows of which some columns stay as stored, because the source did not read their unchanged large
 * values. Rows with the same columns missing go in one statement.
 */
final class DuckDbPartialRows {
  private final DuckDBConnection connection;
  private final Table table;

  DuckDbPartialRows(DuckDBConnection connection, Table table) {
    this.connection = connection;
    this.table = table;
  }

  void apply(List<Row> rows) throws SQLException {
    List<Row> moving = rows.stream().filter(row -> row.movedFrom() != null).toList();
    if (!moving.isEmpty()) {
      move(moving);
    }
    Map<BitSet, List<Row>> byColumns = new LinkedHashMap<>();
    for (Row row : rows) {
      byColumns.computeIfAbsent(row.unchangedColumns(), any -> new ArrayList<>()).add(row);
    }
    for (Map.Entry<BitSet, List<Row>> group : byColumns.entrySet()) {
      apply(group.getKey(), group.getValue());
    }
  }

  /** Gives stored rows their new keys, so that they are found under them. */
  private void move(List<Row> rows) throws SQLException {
    List<Table.Column> columns = KeyMoves.columns(table);
    ColumnType[] types =
        columns.stream()
            .map(column -> DuckDbAppends.staged(column.type()))
            .toArray(ColumnType[]::new);
    DuckDbStaging staging = new DuckDbStaging(connection, "_sluice_moves");
    staging.create(columns);
    staging.fill(types, rows, Row::move);
    Sql.execute(
        connection, KeyMoves.update(table, staging.name(), column -> staging.value("s", column)));
    staging.drop();
  }

  private void apply(BitSet unchanged, List<Row> rows) throws SQLException {
    List<Table.Column> columns = table.columns();
    ColumnType[] types =
        columns.stream()
            .map(column -> DuckDbAppends.staged(column.type()))
            .toArray(ColumnType[]::new);
    DuckDbStaging staging = new DuckDbStaging(connection, "_sluice_partial");
    staging.create(columns);
    staging.fill(types, rows, Row::present);
    String name = Sql.quote(table.name());
    String sameKey = Sql.all(table.key(), key -> "t." + Sql.quote(key) + " = s." + Sql.quote(key));
    List<Table.Column> changed =
        IntStream.range(0, columns.size())
            .filter(i -> !unchanged.get(i) && !table.key().contains(columns.get(i).name()))
            .mapToObj(columns::get)
            .toList();
    if (!changed.isEmpty()) {
      Sql.execute(
          connection,
          "UPDATE "
              + name
              + " AS t SET "
              + Sql.list(changed, c -> Sql.quote(c.name()) + " = " + staging.value("s", c))
              + " FROM "
              + staging.name()
              + " AS s WHERE "
              + sameKey);
    }
    int missing =
        Sql.update(
            connection,
            "INSERT INTO "
                + name
                + " SELECT "
                + Sql.list(columns, column -> staging.value("s", column))
                + " FROM "
                + staging.name()
                + " AS s WHERE NOT EXISTS (SELECT 1 FROM "
                + name
                + " AS t WHERE "
                + sameKey
                + ")");
    PartialRows.tellMissing(table, missing);
    staging.drop();
  }
}
