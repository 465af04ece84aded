package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.jdbc.RowStatements;
import io.sluice.connector.table.row.Batch;
import io.sluice.connector.table.row.KeyOrder;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one SQLite table is written: one statement inserts a row or changes the one of its key. */
final class SqliteLoad implements AutoCloseable {
  /** Most rows of a statement. More gain nothing, and bind more at once. */
  private static final int ROWS = 50;

  /** Most parameters of a statement, far below SQLite's 32,766. */
  private static final int PARAMETERS = 1000;

  /**
   * A constraint of the table that says {@code ON CONFLICT REPLACE} or {@code IGNORE} would delete
   * another row or leave this one out without a word: what a statement says goes before it.
   */
  private static final String OR_ABORT = " OR ABORT";

  private final RowStatements statements;

  /** Whether rows are found by a key: else they are only added, each behind all that are there. */
  private final boolean keyed;

  private final boolean unique;

  /** Whether rows have values that are not the records'. */
  private final boolean shared;

  /** Whether rows that are there are changed before others are inserted. */
  private final boolean inPlace;

  private final String conflict;

  /**
   * A load of one table.
   *
   * @param unique whether the database keeps the table's key unique
   */
  SqliteLoad(Connection connection, Table table, boolean unique) {
    int rows = Math.max(1, Math.min(ROWS, PARAMETERS / table.columns().size()));
    statements =
        new RowStatements(connection, table, Sql::quote, SqliteValues::bind, rows, OR_ABORT);
    keyed = !table.key().isEmpty() && !table.keyPending();
    this.unique = unique;
    shared = table.isShared();
    inPlace = shared && (!unique || !table.needed().isEmpty());
    conflict = keyed && unique ? conflict(table) : "";
  }

  private static String conflict(Table table) {
    List<String> changed =
        table.columns().stream()
            .map(Table.Column::name)
            .filter(column -> !table.key().contains(column))
            .toList();
    return " ON CONFLICT ("
        + Sql.list(table.key(), Sql::quote)
        + ") DO "
        + (changed.isEmpty()
            ? "NOTHING"
            : "UPDATE SET "
                + Sql.list(
                    changed, column -> Sql.quote(column) + " = excluded." + Sql.quote(column)));
  }

  /** Whether it is of this table as it is: the same columns of the same types, and key. */
  boolean isFor(Table asItIs) {
    return statements.isFor(asItIs);
  }

  void apply(List<Row> rows) throws SQLException {
    if (!keyed) {
      statements.insert(rows, "");
      return;
    }
    Batch batch = Batch.of(rows);
    statements.move(batch.moved(), batch.copied());
    statements.delete(batch.deletes());
    // What counts rows by itself is to count them as they came.
    List<Row> whole = shared ? batch.whole() : KeyOrder.of(batch.whole());
    if (inPlace) {
      statements.insert(statements.update(whole), conflict);
    } else {
      if (!unique) {
        statements.delete(whole);
      }
      statements.insert(whole, conflict);
    }
    statements.partial(batch.anyPart());
  }

  /** Takes all rows out, or marks them. */
  void clear(@Nullable Row mark) throws SQLException {
    if (mark == null) {
      statements.deleteAll();
    } else {
      statements.markAll(mark);
    }
  }

  @Override
  public void close() throws SQLException {
    statements.close();
  }
}
