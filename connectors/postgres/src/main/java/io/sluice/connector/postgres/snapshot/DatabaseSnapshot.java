package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.SnapshotOptions;
import io.sluice.connector.postgres.position.KnownTables;
import io.sluice.connector.postgres.position.Lineage;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.position.SnapshotOffset.Moment;
import io.sluice.connector.postgres.position.Visibility;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A moment of the database that a read-only transaction keeps and has exported, so that other
 * connections can see the same.
 *
 * @param moment when and where
 * @param visibility which transactions it saw
 * @param name by which others join it
 * @param logEnd where the log ended after it was taken: whatever it saw was committed before that
 */
public record DatabaseSnapshot(Moment moment, Visibility visibility, String name, long logEnd) {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSnapshot.class);

  /** A position says only what a crash of the server cannot take back: the flushed log. */
  private static final String MOMENT =
      "SELECT "
          + Visibility.NOW
          + ", txid_snapshot_xmax(txid_current_snapshot())::text::int8, "
          + Visibility.LOG_FLUSHED
          + ", (extract(epoch FROM clock_timestamp()) * 1000000)::int8, "
          + Visibility.LOG_END;

  /** Takes a new one, which lives until the connection's transaction ends. */
  public static DatabaseSnapshot take(Connection keeper, Lineage lineage, KnownTables known)
      throws SQLException {
    pin(keeper, null);
    try (Statement statement = keeper.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
      row.next();
      return look(keeper, row.getString(1), lineage, known);
    }
  }

  /** Joins one that another connection keeps; takes a new one when that is gone. */
  static DatabaseSnapshot join(Connection keeper, String name, Lineage lineage, KnownTables known)
      throws SQLException {
    try {
      pin(keeper, name);
      return look(keeper, name, lineage, known);
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state == null || state.startsWith("08")) {
        throw e;
      }
      LOG.warn(
          "The snapshot that all tasks began with is gone: this one goes on with a moment of its"
              + " own, and all changes since the first one are delivered over its rows");
      end(keeper);
      return take(keeper, lineage, known);
    }
  }

  private static DatabaseSnapshot look(
      Connection keeper, String name, Lineage lineage, KnownTables known) throws SQLException {
    try (Statement statement = keeper.createStatement();
        ResultSet row = statement.executeQuery(MOMENT)) {
      row.next();
      return new DatabaseSnapshot(
          new Moment(row.getLong(2), row.getLong(3), row.getLong(4), lineage, known),
          new Visibility(row.getString(1)),
          name,
          row.getLong(5));
    }
  }

  /**
   * The ledger of all that is to be read with it by several tasks, with how each large table is
   * cut.
   *
   * @param before what was read by earlier runs
   * @param fresh whether the slot was made just now
   */
  public SnapshotLedger cut(
      Connection keeper,
      Catalog catalog,
      SnapshotOptions options,
      SnapshotLedger before,
      boolean fresh)
      throws SQLException {
    SnapshotLedger ledger = ledger(before, fresh).withoutLastOfWholeParts();
    Plan.Work work =
        new Plan(keeper, options, null).of(unread(catalog, options, ledger), ledger, true);
    return ledger.withCuts(work.cut());
  }

  /** What was read before, or nothing yet. */
  SnapshotLedger ledger(SnapshotLedger before, boolean fresh) {
    return before.isEmpty() ? SnapshotLedger.begin(visibility, fresh ? logEnd : 0) : before;
  }

  /** The tables that are yet to be read. */
  public static Map<TableId, Integer> unread(
      Catalog catalog, SnapshotOptions options, SnapshotLedger ledger) throws SQLException {
    Map<TableId, Integer> tables = new LinkedHashMap<>(catalog.tables());
    tables.values().removeIf(ledger::contains);
    tables.keySet().removeIf(table -> !options.wanted().test(table.toString()));
    return tables;
  }

  /** Leaves the connection as it was. */
  static void end(Connection keeper) throws SQLException {
    keeper.rollback();
    keeper.setReadOnly(false);
    keeper.setAutoCommit(true);
    keeper.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
  }

  /**
   * Begins a read-only transaction at one moment.
   *
   * @param name an exported snapshot, null for a moment of its own
   */
  static void pin(Connection connection, @Nullable String name) throws SQLException {
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    if (name != null) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION SNAPSHOT " + TableId.literal(name));
        // A chunk that is read again must come in the same order.
        statement.execute(
            "SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0");
      }
    }
  }
}
