package io.sluice.connector.table.postgres;

import io.sluice.connector.table.row.KeyOrder;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Attempt;
import io.sluice.connector.table.version.Probe;
import io.sluice.connector.table.version.Version;
import io.sluice.connector.table.version.VersionColumns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How one PostgreSQL table is written: rows that their source has just made go straight in, and
 * only if the server finds one of them there already do they take the longer way of all others,
 * over a temporary table.
 */
final class PostgresLoad {
  static final String UNIQUE_VIOLATION = "23505";

  private final Connection connection;
  private final PostgresCopy copy;
  private final Table table;
  private final boolean unique;
  private final boolean direct;
  private final PostgresStaging staging;
  private final PostgresMerge merge;
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
    staging = new PostgresStaging(connection, copy, table);
    merge = new PostgresMerge(connection, staging, table, unique);
    direct = table.columns().stream().allMatch(column -> PostgresCopy.direct(column.type()));
  }

  /** Whether this load is of the table as it is now. */
  boolean isFor(Table now) {
    return table.equals(now);
  }

  /** Whether the server keeps the key unique, or does not, as when this load was made. */
  boolean isKeyStill(PostgresCatalog catalog) throws SQLException {
    return catalog.unique(table) == unique;
  }

  /** A new transaction begins: what was found in the last one may be over. */
  void committed() {
    merging = false;
  }

  /** See {@link io.sluice.connector.table.target.Target#versions}. */
  List<List<Version>> versions(VersionColumns columns, List<Probe> probes) throws SQLException {
    return new PostgresVersions(connection, staging, table, unique).find(columns, probes);
  }

  void apply(List<Row> rows) throws SQLException {
    if (table.key().isEmpty() || table.keyPending()) {
      append(rows);
      return;
    }
    boolean shortWay = unique && direct && !merging && table.needed().isEmpty();
    List<Row> fresh = new ArrayList<>();
    List<Row> others = new ArrayList<>();
    for (Row row : rows) {
      boolean likelyNew = shortWay && row.isLikelyNew();
      (likelyNew ? fresh : others).add(row);
    }
    if (!others.isEmpty()) {
      // First: a row that leaves may hold a value that another index keeps unique.
      merge.apply(others, true);
    }
    if (!fresh.isEmpty() && !appended(fresh)) {
      merge.apply(fresh, false);
    }
  }

  /** Tries the short way; false if some key is there already, with nothing done. */
  private boolean appended(List<Row> rows) throws SQLException {
    boolean appended =
        new Attempt(connection, "append", e -> UNIQUE_VIOLATION.equals(e.getSQLState()))
            .succeeds(() -> append(rows));
    merging = !appended; // A snapshot that is read again meets its rows in every batch.
    return appended;
  }

  private void append(List<Row> rows) throws SQLException {
    if (direct) {
      // Random keys that come to the index in order touch each of its pages once. But what counts
      // rows by itself is to count them as they came.
      boolean asTheyCame = table.isShared() || table.keyPending();
      List<Row> ordered = asTheyCame ? rows : KeyOrder.of(rows);
      copy.copy(Sql.quote(table.name()), table.columns(), ordered, Row::present);
    } else {
      staging.fillRows(rows);
      Sql.execute(connection, staging.insert());
    }
  }
}
