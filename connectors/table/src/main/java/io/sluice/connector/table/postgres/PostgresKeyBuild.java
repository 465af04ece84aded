package io.sluice.connector.table.postgres;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.target.Attempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a PostgreSQL table that was filled without its primary key that key. Used once. */
final class PostgresKeyBuild {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresKeyBuild.class);

  private final Connection connection;
  private final Table table;

  PostgresKeyBuild(Connection connection, Table table) {
    this.connection = connection;
    this.table = table;
  }

  /** In the open transaction. */
  void build() throws SQLException {
    LOG.info("Table {} is filled: building its primary key, it is locked meanwhile", table.name());
    long began = System.nanoTime();
    boolean built =
        new Attempt(connection, "key", e -> PostgresLoad.UNIQUE_VIOLATION.equals(e.getSQLState()))
            .succeeds(this::addKey);
    if (!built) {
      // Else a publication of all tables would refuse to delete where nothing identifies a row.
      boolean madeFull = replicaIdentity("d", "FULL");
      int doubles = removeDoubles();
      LOG.info("Table {}: {} rows had come again, the last of each stays", table.name(), doubles);
      addKey();
      if (madeFull) {
        replicaIdentity("f", "DEFAULT");
      }
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    LOG.info("Table {} has its primary key, after {} ms", table.name(), millis);
  }

  /** Whether it was of the one kind, as {@code pg_class} has it, and is of the other now. */
  private boolean replicaIdentity(String from, String to) throws SQLException {
    String sql = "SELECT relreplident FROM pg_class WHERE oid = to_regclass(?)";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Sql.quote(table.name()));
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next() || !rows.getString(1).equals(from)) {
          return false;
        }
      }
    }
    Sql.execute(connection, Sql.alter(table.name()) + "REPLICA IDENTITY " + to);
    return true;
  }

  private void addKey() throws SQLException {
    Sql.execute(
        connection,
        Sql.alter(table.name()) + "ADD PRIMARY KEY (" + Sql.list(table.key(), Sql::quote) + ")");
  }

  /**
   * A snapshot that is read again brings rows again, perhaps with newer values; changes in between
   * may lie before the place where the stream begins, so that the last one has to stay. Which that
   * is the number of the transaction tells that a row is of: each batch is under a savepoint, and
   * so has a number of its own, and they rise. Where a row lies does not tell it: a short row goes
   * into a page that a long one did not fit into.
   */
  private int removeDoubles() throws SQLException {
    return Sql.update(
        connection,
        "DELETE FROM "
            + Sql.quote(table.name())
            + " WHERE ctid IN (SELECT ctid FROM (SELECT ctid, row_number() OVER (PARTITION BY "
            + Sql.list(table.key(), Sql::quote)
            + " ORDER BY age(xmin), cmin::text::bigint DESC) AS place FROM "
            + Sql.quote(table.name())
            + ") AS placed WHERE place > 1)");
  }
}
