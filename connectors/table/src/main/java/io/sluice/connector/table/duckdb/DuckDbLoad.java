package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.row.Batch;
import io.sluice.connector.table.row.KeyHashes;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.ColumnType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one transaction brings into one DuckDB table.
 *
 * <p>Rows enter the table itself by the appender, not by way of a copy, unless the table has types
 * that the appender cannot write or constraints that it would not judge. What differs is how
 * earlier rows of the same keys leave it: whole rows whose keys this transaction has not brought
 * yet are appended without looking anything up, and one statement at the end removes what the table
 * had of these keys before this transaction: one look at the table for all batches. Any other row
 * first deletes by its key, at once.
 */
final class DuckDbLoad {
  private static final Logger LOG = LoggerFactory.getLogger(DuckDbLoad.class);

  private final DuckDBConnection connection;
  private final Table table;
  private final ColumnType[] types;
  private final boolean staged;
  private final boolean guarded;
  private final boolean emptyBefore;

  private final long firstRowIdOfTransaction;

  private final KeyHashes appended;
  private final KeyRange range;
  private @Nullable DuckDBAppender appender;
  private boolean olderMayRemain;

  /**
   * Begins to load a table.
   *
   * @param firstRowIdOfTransaction what row ids of rows that are not committed yet begin with
   * @param keys keys that this transaction has brought into the table
   * @param guarded whether the table may refuse rows: then each batch shows at once if it does
   */
  DuckDbLoad(
      DuckDBConnection connection,
      Table table,
      long firstRowIdOfTransaction,
      KeyHashes keys,
      boolean guarded)
      throws SQLException {
    appended = keys;
    this.guarded = guarded;
    this.connection = connection;
    this.table = table;
    this.firstRowIdOfTransaction = firstRowIdOfTransaction;
    types = table.columns().stream().map(Table.Column::type).toArray(ColumnType[]::new);
    // DuckDB 2.0.0 with one thread: behind its first 2,048 rows an appender lets texts pass that a
    // CHECK refuses, also when it is flushed in between. INSERT judges every row.
    staged = guarded || staged(table);
    // Asked for tables without key as well: a statement begins the transaction. Without one open,
    // the appender commits each of its chunks by itself, and a crash would leave rows without their
    // offsets.
    emptyBefore = isEmpty();
    range = new KeyRange(table);
  }

  /** Whether the appender, which writes every column, cannot write the table itself. */
  static boolean staged(Table table) {
    return !table.others().isEmpty()
        || !table.columns().stream().allMatch(column -> DuckDbAppends.direct(column.type()));
  }

  /** Whether it is of this table as it is: the same columns of the same types, and key. */
  boolean isFor(Table asItIs) {
    return table.equals(asItIs);
  }

  private boolean isEmpty() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT 1 FROM " + Sql.quote(table.name()) + " LIMIT 1")) {
      return !row.next();
    }
  }

  void apply(List<Row> rows) throws SQLException {
    if (table.key().isEmpty()) {
      append(rows);
    } else if (table.isShared()) {
      applyInPlace(rows);
    } else {
      List<Row> others = new ArrayList<>();
      List<Row> firsts = new ArrayList<>(rows.size());
      for (Row row : rows) {
        (first(row) ? firsts : others).add(row);
      }
      if (!others.isEmpty()) {
        merge(others);
      }
      olderMayRemain |= !emptyBefore && !firsts.isEmpty();
      append(firsts);
    }
    if (guarded) {
      closeAppender();
    }
  }

  /** Rows that are there keep what others fill in: none is deleted to be made anew. */
  private void applyInPlace(List<Row> rows) throws SQLException {
    for (Row row : rows) {
      appended.add(row.key()); // Another load of this transaction may delete and append again.
      range.add(row.key());
    }
    Batch batch = Batch.of(rows);
    if (!batch.deletes().isEmpty()) {
      deleteByKey(batch.deletes(), "");
    }
    List<Row> copied = batch.copied();
    if (!copied.isEmpty()) {
      deleteByKey(copied, Sql.andFilled(table, Batch.ended(copied)));
    }
    new DuckDbPartialRows(connection, table).apply(batch);
  }

  /** Whether this is a whole row, and its key certainly not among those of this transaction. */
  private boolean first(Row row) {
    // Every key is remembered, whichever way the row takes.
    boolean firstOfKey = appended.add(row.key());
    range.add(row.key());
    // A constraint would refuse the row while the older one is there.
    return firstOfKey && !row.delete() && !row.partial() && (emptyBefore || !guarded);
  }

  private void append(List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    if (staged) {
      appendByStaging(rows);
      return;
    }
    DuckDBAppender out = appender();
    for (Row row : rows) {
      DuckDbAppends.append(out, types, row.present());
    }
  }

  private DuckDBAppender appender() throws SQLException {
    DuckDBAppender open = appender;
    if (open == null) {
      Table.Name name = table.name();
      open =
          name.schema().isEmpty()
              ? connection.createAppender(name.table())
              : connection.createAppender(name.schema(), name.table());
      appender = open;
    }
    return open;
  }

  private void merge(List<Row> rows) throws SQLException {
    if (rows.stream().anyMatch(row -> row.predecessor() != null)) {
      finish(); // A row that is there twice until the end would move twice.
    }
    closeAppender();
    Batch batch = Batch.of(rows);
    List<Row> leaving = new ArrayList<>(batch.deletes());
    leaving.addAll(batch.whole());
    if (!leaving.isEmpty()) {
      deleteByKey(leaving, "");
    }
    List<Row> copied = batch.copied().stream().filter(Row::partial).toList();
    if (!copied.isEmpty()) {
      deleteByKey(copied, Sql.andFilled(table, Batch.ended(copied)));
    }
    append(batch.whole());
    if (!batch.partial().isEmpty()) {
      // DuckDB may turn an update into another row: of two rows of a key, both would be new then.
      finish();
      new DuckDbPartialRows(connection, table).apply(Batch.of(batch.anyPart()));
    }
  }

  private void deleteByKey(List<Row> rows, String condition) throws SQLException {
    List<Table.Column> keyColumns =
        table.key().stream().map(name -> table.columns().get(table.indexOf(name))).toList();
    ColumnType[] keyTypes =
        keyColumns.stream()
            .map(column -> DuckDbAppends.staged(column.type()))
            .toArray(ColumnType[]::new);
    DuckDbStaging staging = new DuckDbStaging(connection, "_sluice_keys");
    staging.create(keyColumns);
    staging.fill(keyTypes, rows, Row::key);
    Sql.execute(
        connection,
        "DELETE FROM "
            + Sql.quote(table.name())
            + " AS t USING "
            + staging.name()
            + " AS k WHERE "
            + Sql.all(
                keyColumns,
                column -> "t." + Sql.quote(column.name()) + " = " + staging.value("k", column))
            + condition);
    staging.drop();
  }

  private void appendByStaging(List<Row> rows) throws SQLException {
    DuckDbStaging staging = new DuckDbStaging(connection, "_sluice_rows");
    staging.create(table.columns());
    ColumnType[] stagedTypes =
        IntStream.range(0, types.length)
            .mapToObj(i -> DuckDbAppends.staged(types[i]))
            .toArray(ColumnType[]::new);
    staging.fill(stagedTypes, rows, Row::present);
    Sql.execute(
        connection,
        "INSERT INTO "
            + Sql.quote(table.name())
            + " ("
            + Sql.list(table.columns(), column -> Sql.quote(column.name()))
            + ") SELECT "
            + Sql.list(table.columns(), column -> staging.value("s", column))
            + " FROM "
            + staging.name()
            + " AS s");
    staging.drop();
  }

  /** Completes the work of the transaction on this table. */
  void finish() throws SQLException {
    closeAppender();
    if (olderMayRemain && olderInRange()) {
      String name = Sql.quote(table.name());
      String keys = Sql.list(table.key(), Sql::quote);
      Sql.execute(
          connection,
          "DELETE FROM "
              + name
              + " WHERE rowid < "
              + firstRowIdOfTransaction
              + range.and()
              + " AND ("
              + keys
              + ") IN (SELECT ("
              + keys
              + ") FROM "
              + name
              + " WHERE rowid >= "
              + firstRowIdOfTransaction
              + ")");
    }
    olderMayRemain = false;
  }

  /**
   * Whether the table has earlier rows between the lowest and the highest of the new keys. Mostly
   * not, and DuckDB knows that from the bounds that it keeps, without reading a row.
   */
  private boolean olderInRange() throws SQLException {
    if (range.and().isEmpty()) {
      return true;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM "
                    + Sql.quote(table.name())
                    + " WHERE rowid < "
                    + firstRowIdOfTransaction
                    + range.and()
                    + " LIMIT 1")) {
      return row.next();
    }
  }

  /** Gives up: what was appended will be rolled back. */
  void abandon() {
    DuckDBAppender open = appender;
    appender = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It could not write its last rows into a transaction that is to be undone anyway.
        LOG.debug("closing an appender of {}", table.name(), e);
      }
    }
  }

  private void closeAppender() throws SQLException {
    DuckDBAppender open = appender;
    appender = null;
    if (open != null) {
      try (open) {
        open.flush(); // Closing alone would keep quiet about rows that the table refuses.
      }
    }
  }
}
