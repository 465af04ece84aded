package io.sluice.connector.table.postgres;

import io.sluice.connector.table.row.Batch;
import io.sluice.connector.table.row.KeyOrder;
import io.sluice.connector.table.row.Part;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.KeyMoves;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.PartialRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Brings rows of any kind into a table with a key, by way of temporary tables: a statement each for
 * the deletes, for the rows that are there already and for those that are not.
 */
final class PostgresMerge {
  /** Batches between two in which it is found out whether rows tend to be there. */
  private static final int BETWEEN_TRIALS = 32;

  private final Connection connection;
  private final PostgresStaging staging;
  private final Table table;
  private final boolean unique;
  private final List<Table.Column> notKey;

  /** Batches for which rows are taken to be new, since those before were. */
  private int newFor;

  /**
   * A merge into one table.
   *
   * @param unique whether the server keeps the table's key unique
   */
  PostgresMerge(Connection connection, PostgresStaging staging, Table table, boolean unique) {
    this.connection = connection;
    this.staging = staging;
    this.table = table;
    this.unique = unique;
    notKey =
        table.columns().stream().filter(column -> !table.key().contains(column.name())).toList();
  }

  /**
   * Applies rows.
   *
   * @param changed whether the source changed these rows, rather than made them: then most should
   *     be there
   */
  void apply(List<Row> rows, boolean changed) throws SQLException {
    lookUpKeys(true);
    Batch batch = Batch.of(rows);
    move(batch.moved(), batch.copied());
    if (!batch.deletes().isEmpty()) {
      deleteByKey(batch.deletes(), "");
    }
    if (!batch.whole().isEmpty()) {
      upsert(batch.whole(), changed);
    }
    for (Map.Entry<Part, List<Row>> group : batch.partial().entrySet()) {
      upsertPartial(group.getValue(), group.getKey());
    }
    lookUpKeys(false);
  }

  /**
   * Has the server look each key up in the index. It would read the whole table instead where it
   * takes the batch for a large part of it, which it does too early by far: its costs are those of
   * pages that come from disk.
   */
  private void lookUpKeys(boolean wanted) throws SQLException {
    if (unique) {
      String value = wanted ? "off" : "DEFAULT";
      Sql.execute(
          connection,
          "SET LOCAL enable_hashjoin = " + value + "; SET LOCAL enable_mergejoin = " + value);
    }
  }

  /** Gives stored rows their new keys, or copies, so that they are found under them. */
  private void move(List<Row> moved, List<Row> copied) throws SQLException {
    if (!moved.isEmpty()) {
      staging.fillMoves(moved);
      Sql.execute(
          connection, KeyMoves.deleteOvertaken(table, PostgresStaging.MOVES, staging::value));
      Sql.execute(connection, KeyMoves.update(table, PostgresStaging.MOVES, staging::value));
    }
    if (!copied.isEmpty()) {
      deleteByKey(copied, Sql.andFilled(table, Batch.ended(copied)));
      staging.fillMoves(copied);
      Sql.execute(connection, KeyMoves.copy(table, PostgresStaging.MOVES, staging::value));
    }
  }

  /** Marks all rows that are not marked. */
  void markAll(Row mark) throws SQLException {
    staging.fillRows(List.of(mark));
    Part part = Part.of(mark);
    Sql.execute(connection, update(changed(part)) + "true" + Sql.andEmpty(table, part.marks()));
  }

  private void deleteByKey(List<Row> rows, String condition) throws SQLException {
    staging.fillKeys(KeyOrder.of(rows));
    Sql.execute(
        connection,
        "DELETE FROM "
            + Sql.quote(table.name())
            + " AS t USING "
            + PostgresStaging.KEYS
            + " AS s WHERE "
            + staging.sameKey()
            + condition);
  }

  private void upsert(List<Row> rows, boolean changed) throws SQLException {
    if (table.isShared()) {
      upsertInPlace(rows);
      return;
    }
    if (!unique) {
      deleteByKey(rows, "");
      staging.fillRows(rows);
      Sql.execute(connection, staging.insert());
      return;
    }
    staging.fillRows(KeyOrder.of(rows));
    String missing = "";
    if (changed && !notKey.isEmpty() && newFor == 0) {
      // A third cheaper for rows that are there than to find that out by trying to insert them.
      int found = Sql.update(connection, update(notKey) + staging.sameKey());
      if (found == rows.size()) {
        return;
      }
      newFor = found < rows.size() / 2 ? BETWEEN_TRIALS : 0;
      missing = notThere();
    } else if (newFor > 0) {
      newFor--;
    }
    // Somebody else may insert the same key at the same moment.
    Sql.execute(connection, staging.insert() + missing + onConflict());
  }

  /**
   * A row that is there keeps what others fill in. It is not tried to be inserted either, which a
   * column of theirs that must have a value would forbid.
   */
  private void upsertInPlace(List<Row> rows) throws SQLException {
    staging.fillRows(KeyOrder.of(rows));
    if (!notKey.isEmpty()) {
      Sql.execute(connection, update(notKey) + staging.sameKey());
    }
    Sql.execute(connection, staging.insert() + notThere() + (unique ? onConflict() : ""));
  }

  private String onConflict() {
    String action =
        notKey.isEmpty()
            ? "NOTHING"
            : "UPDATE SET "
                + Sql.list(
                    notKey,
                    column -> Sql.quote(column.name()) + " = excluded." + Sql.quote(column.name()));
    return " ON CONFLICT (" + Sql.list(table.key(), Sql::quote) + ") DO " + action;
  }

  private List<Table.Column> changed(Part part) {
    return IntStream.range(0, table.columns().size())
        .filter(i -> !part.unchanged().get(i))
        .mapToObj(table.columns()::get)
        .filter(notKey::contains)
        .toList();
  }

  private void upsertPartial(List<Row> rows, Part part) throws SQLException {
    staging.fillRows(rows);
    List<Table.Column> changed = changed(part);
    // A row with a column left alone cannot be inserted first: that column may not be null.
    if (!changed.isEmpty()) {
      Sql.execute(
          connection, update(changed) + staging.sameKey() + Sql.andEmpty(table, part.marks()));
    }
    if (part.marks() < 0) {
      PartialRows.tellMissing(table, Sql.update(connection, staging.insert() + notThere()));
    }
  }

  /** The statement that changes rows, to be followed by its condition. */
  private String update(List<Table.Column> columns) {
    return "UPDATE "
        + Sql.quote(table.name())
        + " AS t SET "
        + Sql.list(columns, column -> Sql.quote(column.name()) + " = " + staging.value(column))
        + " FROM "
        + PostgresStaging.ROWS
        + " AS s WHERE ";
  }

  private String notThere() {
    return " WHERE NOT EXISTS (SELECT 1 FROM "
        + Sql.quote(table.name())
        + " AS t WHERE "
        + staging.sameKey()
        + ")";
  }
}
