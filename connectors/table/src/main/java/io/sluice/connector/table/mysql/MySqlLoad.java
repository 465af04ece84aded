package io.sluice.connector.table.mysql;

import io.sluice.connector.table.row.Batch;
import io.sluice.connector.table.row.KeyOrder;
import io.sluice.connector.table.row.Part;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Attempt;
import io.sluice.connector.table.target.PartialRows;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * How one table is written: rows that their source has just made go straight in, and only if that
 * does not go well do they take the longer way of all others, over a temporary table.
 */
final class MySqlLoad {
  private final Connection connection;
  private final MySqlRows out;
  private final Table table;

  private final String name;
  private final MySqlStaging staging;
  private final MySqlMoves moves;
  private final MySqlIndexes indexes;
  private boolean merging;

  /**
   * A load of one table.
   *
   * @param staging for the same table
   * @param indexes of the same table
   */
  MySqlLoad(
      Connection connection,
      MySqlRows out,
      Table table,
      MySqlStaging staging,
      MySqlIndexes indexes) {
    this.connection = connection;
    this.out = out;
    this.table = table;
    this.staging = staging;
    this.indexes = indexes;
    name = Sql.quote(table.name());
    moves = new MySqlMoves(out, staging, table);
  }

  /** The table as this load knows it. */
  Table table() {
    return table;
  }

  /** A new transaction begins: what was found in the last one may be over. */
  void committed() {
    merging = false;
    indexes.forget();
  }

  /** To be called once a batch, before {@link #apply}; see {@link MySqlIndexes#look}. */
  void look() throws SQLException {
    indexes.look();
  }

  /**
   * Whether the server's own upsert may be used: it would change any row that conflicts in
   * whatever, and with a vague collation another key's. A column that no row brings and that must
   * have a value forbids even to try an insert.
   */
  private boolean upserts() {
    return indexes.keepOnlyKeyUnique() && !staging.isKeyVague() && table.needed().isEmpty();
  }

  /** See {@link io.sluice.connector.table.target.Target#versions}. */
  List<List<Version>> versions(VersionColumns columns, List<Probe> probes) throws SQLException {
    return new MySqlVersions(connection, staging, table).find(columns, probes);
  }

  /** Applies rows, behind {@link #look}. */
  void apply(List<Row> rows) throws SQLException {
    staging.requireExact(rows);
    if (indexes.lackKey()) {
      requireLoading();
    }
    if (table.key().isEmpty() || indexes.lackKey()) {
      out.write(name, staging.columns(), rows, staging::values);
      return;
    }
    boolean shortWay = indexes.keepKeyUnique() && !merging && table.needed().isEmpty();
    List<Row> fresh = new ArrayList<>();
    List<Row> others = new ArrayList<>();
    for (Row row : rows) {
      boolean likelyNew = shortWay && row.isLikelyNew();
      (likelyNew ? fresh : others).add(row);
    }
    if (!others.isEmpty()) {
      // First: a row that leaves may hold a value that another index keeps unique.
      merge(others);
    }
    if (!fresh.isEmpty() && !appended(fresh)) {
      merge(fresh);
    }
  }

  /**
   * Without its key a table is only filled, and nothing else may refuse a row that comes again. The
   * other way round it does not matter: if the key has come since the rows were made they are
   * written as any others.
   */
  private void requireLoading() throws SQLException {
    if (!table.keyPending() || !indexes.keepOnlyNumbersUnique()) {
      throw new SQLTransientException(
          "table "
              + table.name()
              + " was made anew, or given an index, by somebody else before it has its key, which"
              + " is built first",
          "40000");
    }
  }

  /** Tries the short way; false if some row did not go in as it is, with nothing done. */
  private boolean appended(List<Row> rows) throws SQLException {
    boolean appended =
        new Attempt(connection, "append", MySqlLoad::mayMerge)
            .succeeds(() -> out.write(name, staging.columns(), rows, staging::values));
    merging = !appended; // A snapshot that is read again meets its rows in every batch.
    return appended;
  }

  private static boolean mayMerge(SQLException e) {
    return e.getErrorCode() == MySqlTrouble.DUPLICATE_KEY || e instanceof SQLDataException;
  }

  private void merge(List<Row> rows) throws SQLException {
    Batch batch = Batch.of(rows);
    move(batch.moved(), batch.copied());
    if (!batch.deletes().isEmpty()) {
      deleteByKey(batch.deletes(), "");
    }
    if (!batch.whole().isEmpty()) {
      upsert(batch.whole());
    }
    for (Map.Entry<Part, List<Row>> group : batch.partial().entrySet()) {
      Part part = group.getKey();
      staging.fillRows(group.getValue());
      update(changed(part.unchanged()), staging.sameKey(), part);
      if (part.marks() < 0) {
        PartialRows.tellMissing(table, insertMissing());
      }
    }
  }

  /** Marks all rows that are not marked. */
  void markAll(Row mark) throws SQLException {
    staging.requireExact(List.of(mark));
    staging.fillRows(List.of(mark));
    Part part = Part.of(mark);
    update(changed(part.unchanged()), "TRUE", part);
  }

  /** Gives stored rows their new keys, or copies, so that they are found under them. */
  private void move(List<Row> moved, List<Row> copied) throws SQLException {
    if (!moved.isEmpty()) {
      moves.rename(moved);
    }
    if (!copied.isEmpty()) {
      deleteByKey(copied, Sql.andFilled(table, Batch.ended(copied)));
      moves.copy(copied);
    }
  }

  private void deleteByKey(List<Row> rows, String condition) throws SQLException {
    List<Table.Column> key = staging.key();
    if (MySqlRows.few(rows)
        && condition.isEmpty()
        && !staging.isKeyVague()
        && key.stream().allMatch(column -> MySqlRows.comparesExactly(column.type()))) {
      out.delete(name, key, rows);
      return;
    }
    staging.fillKeys(rows);
    out.update(
        "DELETE t FROM "
            + MySqlStaging.KEYS
            + " AS s STRAIGHT_JOIN "
            + name
            + " AS t ON "
            + staging.sameKey()
            + condition);
  }

  private void upsert(List<Row> rows) throws SQLException {
    List<Table.Column> changed = changed(new BitSet());
    if (upserts() && MySqlRows.few(rows)) {
      out.insert(name, staging.columns(), rows, staging::values, onDuplicate(changed));
      return;
    }
    staging.fillRows(KeyOrder.of(rows));
    if (upserts()) {
      out.update(staging.insert() + onDuplicate(changed));
      return;
    }
    if (!indexes.keepKeyUnique() && !table.isShared()) {
      out.update(
          "DELETE t FROM "
              + MySqlStaging.ROWS
              + " AS s STRAIGHT_JOIN "
              + name
              + " AS t ON "
              + staging.sameKey());
    } else {
      update(changed, staging.sameKey(), Part.whole());
    }
    insertMissing();
  }

  /** Columns that an update of a row changes. */
  private List<Table.Column> changed(BitSet unchanged) {
    return staging.columns().stream()
        .filter(column -> !unchanged.get(table.indexOf(column.name())))
        .filter(column -> !table.key().contains(column.name()))
        .toList();
  }

  private String onDuplicate(List<Table.Column> changed) {
    // A column set to itself: the row is there and stays.
    List<String> sets =
        changed.isEmpty()
            ? List.of(Sql.quote(table.key().get(0)))
            : changed.stream().map(column -> Sql.quote(column.name())).toList();
    return " ON DUPLICATE KEY UPDATE "
        + Sql.list(sets, column -> column + " = VALUES(" + column + ")");
  }

  private void update(List<Table.Column> changed, String where, Part part) throws SQLException {
    if (!changed.isEmpty()) {
      out.update(
          "UPDATE "
              + MySqlStaging.ROWS
              + " AS s STRAIGHT_JOIN "
              + name
              + " AS t ON "
              + where
              + " SET "
              + Sql.list(
                  changed,
                  column -> "t." + Sql.quote(column.name()) + " = s." + Sql.quote(column.name()))
              + " WHERE TRUE"
              + Sql.andEmpty(table, part.marks()));
    }
  }

  private int insertMissing() throws SQLException {
    String missing =
        " WHERE NOT EXISTS (SELECT 1 FROM " + name + " AS t WHERE " + staging.sameKey() + ")";
    if (!table.needed().isEmpty()
        && !isAny("SELECT 1 FROM " + MySqlStaging.ROWS + " AS s" + missing)) {
      return 0; // The server would refuse the statement, also for no row.
    }
    return out.update(staging.insert() + missing);
  }

  private boolean isAny(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query + " LIMIT 1")) {
      return rows.next();
    }
  }
}
