package io.sluice.connector.table.postgres;

import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.KeyMoves;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.version.VersionQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Temporary tables that rows of one table are copied into, and the parts of statements that read
 * them, under the name {@code s}. They go with the transaction.
 */
final class PostgresStaging {
  static final String ROWS = "pg_temp._sluice_rows";
  static final String KEYS = "pg_temp._sluice_keys";
  static final String MOVES = "pg_temp._sluice_moves";
  static final String PROBES = "pg_temp._sluice_probes";

  private final Connection connection;
  private final PostgresCopy copy;
  private final Table table;

  PostgresStaging(Connection connection, PostgresCopy copy, Table table) {
    this.connection = connection;
    this.copy = copy;
    this.table = table;
  }

  /** Brings whole rows into {@link #ROWS}. */
  void fillRows(List<Row> rows) throws SQLException {
    fill(ROWS, table.columns(), rows, Row::present);
  }

  /** Brings the rows' keys into {@link #KEYS}. */
  void fillKeys(List<Row> rows) throws SQLException {
    List<Table.Column> key =
        table.key().stream().map(name -> table.columns().get(table.indexOf(name))).toList();
    fill(KEYS, key, rows, Row::key);
  }

  /** Brings old and new keys into {@link #MOVES}. */
  void fillMoves(List<Row> rows) throws SQLException {
    fill(MOVES, KeyMoves.columns(table), rows, Row::move);
  }

  /** Brings what versions are asked for into {@link #PROBES}. */
  void fillProbes(VersionQuery query) throws SQLException {
    fill(PROBES, query.columns(), query.rows(), Row::present);
  }

  private void fill(
      String staging,
      List<Table.Column> columns,
      List<Row> rows,
      Function<Row, @Nullable Object[]> values)
      throws SQLException {
    String definitions =
        Sql.list(
            columns,
            column ->
                Sql.quote(column.name())
                    + " "
                    + PostgresTypes.name(PostgresCopy.staged(column.type())));
    // Both in one round trip.
    Sql.execute(
        connection,
        "DROP TABLE IF EXISTS "
            + staging
            + "; CREATE TEMPORARY TABLE "
            + staging
            + " ("
            + definitions
            + ") ON COMMIT DROP");
    copy.copy(staging, columns, rows, values);
  }

  /** The statement that inserts the staged rows, to be followed by conditions. */
  String insert() {
    return "INSERT INTO "
        + Sql.quote(table.name())
        + " ("
        + Sql.list(table.columns(), column -> Sql.quote(column.name()))
        // The records say what the key is, also where the column would number its rows itself.
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + Sql.list(table.columns(), this::value)
        + " FROM "
        + ROWS
        + " AS s";
  }

  /** A staged column's value as the table's type. */
  String value(Table.Column column) {
    String value = "s." + Sql.quote(column.name());
    return PostgresCopy.direct(column.type())
        ? value
        : value + "::" + PostgresTypes.cast(column.type());
  }

  /** That a row of the table, {@code t}, has the key of a staged one. */
  String sameKey() {
    return Sql.all(
        table.key(),
        key -> "t." + Sql.quote(key) + " = " + value(table.columns().get(table.indexOf(key))));
  }
}
