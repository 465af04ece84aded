package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.snapshot.Pace;
import io.sluice.connector.postgres.snapshot.SnapshotHost;
import io.sluice.connector.postgres.snapshot.SnapshotReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first stage of a run: the tables are read, by this task alone or together with others. */
final class TableStage implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TableStage.class);
  private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final SnapshotHost host;
  private final TaskLedgers ledgers;
  private final @Nullable Position start;
  private final @Nullable TaskShare share;
  private final SnapshotReader reader;

  /**
   * @param start the position that the run began with, null for none
   * @param share what of the tables is read, null for all
   */
  TableStage(
      Setup setup,
      SnapshotHost host,
      TaskLedgers ledgers,
      @Nullable Position start,
      @Nullable TaskShare share) {
    this.host = host;
    this.ledgers = ledgers;
    this.start = start;
    this.share = share;
    this.reader = new SnapshotReader(setup, host, share);
  }

  /**
   * What was read before, by this task or, if it has no share, by all.
   *
   * @param position as it was agreed upon with the server
   */
  SnapshotLedger ledger(Position position, boolean slotIsNew) {
    if (share != null) {
      return ledgers.own(share, start);
    }
    return slotIsNew ? SnapshotLedger.EMPTY : ledgers.unfinished(start == null ? null : position);
  }

  /**
   * Reads the tables, or this task's share of them, and then waits until the other tasks have made
   * theirs durable: no change may overtake a row.
   *
   * @param before what was read before
   * @param leftOut numbers of tables that are read by other means
   * @return the ledger of all tasks
   */
  SnapshotLedger read(
      Connection sql, SnapshotLedger before, boolean slotIsNew, Set<Integer> leftOut)
      throws SQLException {
    if (share == null) {
      return reader.read(sql, before, slotIsNew, leftOut);
    }
    SnapshotLedger own = reader.read(sql, before, false, leftOut);
    LOG.info("Read our share of the tables, waiting for the other tasks");
    return awaitOthers(share, own);
  }

  /** Waits until the other tasks have made their shares durable; gives the ledger of all. */
  SnapshotLedger awaitOthers(TaskShare given, SnapshotLedger own) {
    SnapshotLedger all = ledgers.complete(given, own);
    while (all == null) {
      Pace.pause(host::isStopping, ASK_NANOS);
      all = ledgers.complete(given, own);
    }
    return all;
  }

  /** Reads the share of a task that reads nothing else, unless that is durable already. */
  SnapshotLedger readShare(Connection sql, TaskShare given) throws SQLException {
    SnapshotLedger own = ledgers.own(given, start);
    return ledgers.isDone(given) ? own : reader.read(sql, own, false, Set.of());
  }

  @Override
  public void close() {
    reader.close();
  }
}
