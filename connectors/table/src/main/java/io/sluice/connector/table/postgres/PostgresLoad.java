package io.sluice.connector.table.postgres;

import io.sluice.connector.table.target.KeyMoves;
import io.sluice.connector.table.target.PartialRows;
import io.sluice.connector.table.target.Row;
import io.sluice.connector.table.target.Sql;
import io.sluice.connector.table.target.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How one PostgreSQL table is written: batches of rows that their source has just made go straight
 * in, and only if the server finds one of them there already does the batch take the longer way
 * over a temporary table.
 */
final class PostgresLoad {
  private static final String UNIQUE_VIOLATION = "23505";

  private final Connection connection;
  private final PostgresCopy copy;
  private final Table table;
  private final boolean unique;
  private final boolean direct;
  private boolean merging;

  /**
   * A load of one table.
   *
   * @param unique whether the server keeps the table's key unique
   */
  PostgresLoad(Connection connection, PostgresCopy copy, Table table, boolean unique) {
    this.connection = connection;
    this.copy = copy;
    this.table = table;
    this.unique = unique;
    direct = table.columns().stream().allMatch(column -> PostgresCopy.direct(column.type()));
  }

  /** A new transaction begins: what was found in the last one may be over. */
  void committed() {
    merging = false;
  }

  void apply(List<Row> rows) throws SQLException {
    if (table.key().isEmpty()) {
      append(rows);
      return;
    }
    boolean fresh = rows.stream().allMatch(row -> row.fresh() && !row.delete() && !row.partial());
    if (!fresh || !unique || !direct || merging || !appended(rows)) {
      merge(rows);
    }
  }

  /** Tries the short way; false if some key is there already, with nothing done. */
  private boolean appended(List<Row> rows) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      append(rows);
    } catch (SQLException e) {
      if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
      merging = true; // A snapshot that is read again meets its rows in every batch.
      return false;
    }
    connection.releaseSavepoint(before);
    return true;
  }

  private void append(List<Row> rows) throws SQLException {
    if (direct) {
      copy.copy(Sql.quote(table.name()), table.columns(), rows, Row::present);
    } else {
      stage("_sluice_rows", table.columns());
      copy.copy("pg_temp._sluice_rows", table.columns(), rows, Row::present);
      Sql.execute(
          connection,
          "INSERT INTO " + Sql.quote(table.name()) + " " + selectStaged("_sluice_rows"));
    }
  }

  private void merge(List<Row> rows) throws SQLException {
    List<Row> deletes = new ArrayList<>();
    List<Row> whole = new ArrayList<>(rows.size());
    List<Row> moving = rows.stream().filter(row -> row.movedFrom() != null).toList();
    if (!moving.isEmpty()) {
      move(moving);
    }
    Map<BitSet, List<Row>> partial = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.delete()) {
        deletes.add(row);
      } else if (row.partial()) {
        partial.computeIfAbsent(row.unchangedColumns(), any -> new ArrayList<>()).add(row);
      } else {
        whole.add(row);
      }
    }
    if (!deletes.isEmpty()) {
      deleteByKey(deletes);
    }
    if (!whole.isEmpty()) {
      if (!unique) {
        deleteByKey(whole);
      }
      upsert(whole, new BitSet());
    }
    for (Map.Entry<BitSet, List<Row>> group : partial.entrySet()) {
      upsert(group.getValue(), group.getKey());
    }
  }

  /** Gives stored rows their new keys, so that they are found under them. */
  private void move(List<Row> rows) throws SQLException {
    List<Table.Column> columns = KeyMoves.columns(table);
    stage("_sluice_moves", columns);
    copy.copy("pg_temp._sluice_moves", columns, rows, Row::move);
    Sql.execute(connection, KeyMoves.update(table, "pg_temp._sluice_moves", this::staged));
  }

  private void deleteByKey(List<Row> rows) throws SQLException {
    List<Table.Column> key =
        table.key().stream().map(name -> table.columns().get(table.indexOf(name))).toList();
    stage("_sluice_keys", key);
    copy.copy("pg_temp._sluice_keys", key, rows, Row::key);
    Sql.execute(
        connection,
        "DELETE FROM "
            + Sql.quote(table.name())
            + " AS t USING pg_temp._sluice_keys AS s WHERE "
            + sameKey());
  }

  private void upsert(List<Row> rows, BitSet unchanged) throws SQLException {
    stage("_sluice_rows", table.columns());
    copy.copy("pg_temp._sluice_rows", table.columns(), rows, Row::present);
    List<Table.Column> changed =
        IntStream.range(0, table.columns().size())
            .filter(i -> !unchanged.get(i))
            .mapToObj(table.columns()::get)
            .filter(column -> !table.key().contains(column.name()))
            .toList();
    if (!unchanged.isEmpty()) {
      // A row with a column left alone cannot be inserted first: that column may not be null.
      if (!changed.isEmpty()) {
        Sql.execute(
            connection,
            "UPDATE "
                + Sql.quote(table.name())
                + " AS t SET "
                + Sql.list(changed, column -> Sql.quote(column.name()) + " = " + staged(column))
                + " FROM pg_temp._sluice_rows AS s WHERE "
                + sameKey());
      }
      int missing =
          Sql.update(
              connection,
              "INSERT INTO "
                  + Sql.quote(table.name())
                  + " "
                  + selectStaged("_sluice_rows")
                  + " WHERE NOT EXISTS (SELECT 1 FROM "
                  + Sql.quote(table.name())
                  + " AS t WHERE "
                  + sameKey()
                  + ")");
      PartialRows.tellMissing(table, missing);
      return;
    }
    String insert = "INSERT INTO " + Sql.quote(table.name()) + " " + selectStaged("_sluice_rows");
    if (unique) {
      insert += " ON CONFLICT (" + Sql.list(table.key(), Sql::quote) + ") DO ";
      insert +=
          changed.isEmpty()
              ? "NOTHING"
              : "UPDATE SET "
                  + Sql.list(
                      changed,
                      column ->
                          Sql.quote(column.name()) + " = excluded." + Sql.quote(column.name()));
    }
    Sql.execute(connection, insert);
  }

  private String selectStaged(String staging) {
    return "("
        + Sql.list(table.columns(), column -> Sql.quote(column.name()))
        + ") SELECT "
        + Sql.list(table.columns(), this::staged)
        + " FROM pg_temp."
        + staging
        + " AS s";
  }

  private String staged(Table.Column column) {
    String value = "s." + Sql.quote(column.name());
    return PostgresCopy.direct(column.type())
        ? value
        : value + "::" + PostgresTypes.name(column.type());
  }

  private String sameKey() {
    return Sql.all(
        table.key(),
        key -> {
          Table.Column column = table.columns().get(table.indexOf(key));
          return "t." + Sql.quote(key) + " = " + staged(column);
        });
  }

  private void stage(String staging, List<Table.Column> columns) throws SQLException {
    Sql.execute(connection, "DROP TABLE IF EXISTS pg_temp." + staging);
    Sql.execute(
        connection,
        "CREATE TEMPORARY TABLE "
            + staging
            + " ("
            + Sql.list(
                columns,
                column ->
                    Sql.quote(column.name())
                        + " "
                        + PostgresTypes.name(PostgresCopy.staged(column.type())))
            + ") ON COMMIT DROP");
  }
}
