package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.SnapshotOptions;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.event.SnapshotLedger;
import io.sluice.connector.postgres.event.SnapshotOffset.Moment;
import io.sluice.connector.postgres.event.Visibility;
import io.sluice.connector.postgres.snapshot.Endings.Release;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the captured tables as they are at one moment, by binary COPY, without locks that anybody
 * would notice. The moment is that of a REPEATABLE READ transaction which begins after the slot
 * exists and which exports its snapshot to the connections that read; which streamed transactions
 * it already contains is kept in the {@link SnapshotLedger}. Large tables are read in chunks by any
 * number of threads; what of them was handed over is not read again after a restart.
 */
public final class SnapshotReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);

  /** Snapshots that are taken one after the other because tables change their form meanwhile. */
  private static final int MOST_ROUNDS = 10;

  /**
   * The log's end is asked for after the snapshot is taken: whatever the snapshot saw was committed
   * before it. A position says only what a crash of the server cannot take back.
   */
  private static final String MOMENT =
      "SELECT "
          + Visibility.NOW
          + ", txid_snapshot_xmax(txid_current_snapshot())::text::int8, "
          + Visibility.LOG_FLUSHED
          + ", (extract(epoch FROM clock_timestamp()) * 1000000)::int8, pg_export_snapshot(), "
          + Visibility.LOG_END;

  private final Setup setup;
  private final SnapshotHost host;
  private final SnapshotOptions options;
  private final Pace pace;
  private final Progress progress;
  private final Endings endings = new Endings();

  /** A database snapshot that was taken and exported. */
  private record Taken(Moment moment, Visibility visibility, String name, long logEnd) {}

  public SnapshotReader(Setup setup, SnapshotHost host) {
    this.setup = setup;
    this.host = host;
    this.options = setup.config().snapshot();
    this.pace = new Pace(options, setup.clock(), host::isStopping);
    this.progress = new Progress(setup.config().prefix());
  }

  /**
   * Reads what is not in the ledger yet and hands it over.
   *
   * @param keeper an ordinary connection, whose transaction keeps the snapshot meanwhile
   * @param before what was read by earlier runs
   * @param fresh whether the slot was made just now, so that no row of any table was delivered
   *     before
   * @return the ledger with all tables
   */
  public SnapshotLedger read(Connection keeper, SnapshotLedger before, boolean fresh)
      throws SQLException {
    boolean complete = false;
    try {
      Pace.pause(host::isStopping, TimeUnit.MILLISECONDS.toNanos(options.delayMillis()));
      SnapshotLedger ledger = rounds(keeper, before, fresh);
      progress.completed();
      complete = true;
      Pace.pause(host::isStopping, TimeUnit.MILLISECONDS.toNanos(options.streamingDelayMillis()));
      return ledger;
    } finally {
      if (!complete) {
        progress.aborted();
      }
    }
  }

  private SnapshotLedger rounds(Connection keeper, SnapshotLedger before, boolean fresh)
      throws SQLException {
    SnapshotLedger ledger = before;
    for (int round = 1; ; round++) {
      Taken taken = take(keeper);
      if (ledger.isEmpty()) {
        ledger = SnapshotLedger.begin(taken.visibility(), fresh ? taken.logEnd() : 0);
      }
      LOG.info(
          "Snapshot at log position {}{}",
          taken.moment().lsn(),
          ledger.lsn() > 0 ? "" : ", over which all changes are replayed");
      Plan.Work work = plan(keeper, ledger, round == 1 && before.isEmpty());
      Finished finished = new Finished(ledger, work.cut());
      Reading reading =
          new Reading(host, taken.moment(), taken.name(), work.tables(), finished, pace, progress);
      progress.plan(work.tables());
      boolean changed = readAll(reading, work);
      ledger = finished.now().get();
      release(keeper);
      if (!changed) {
        return ledger;
      }
      if (round == MOST_ROUNDS) {
        throw new ConnectException(
            "Tables were altered or emptied again and again while they were being read, "
                + MOST_ROUNDS
                + " times in a row: start again when that is over");
      }
    }
  }

  private Taken take(Connection keeper) throws SQLException {
    Reading.pin(keeper, null);
    try (Statement statement = keeper.createStatement();
        ResultSet row = statement.executeQuery(MOMENT)) {
      row.next();
      return new Taken(
          new Moment(
              row.getLong(2), row.getLong(3), row.getLong(4), setup.lineage(), setup.known()),
          new Visibility(row.getString(1)),
          row.getString(5),
          row.getLong(6));
    }
  }

  /** Leaves the connection as it was. */
  private static void release(Connection keeper) throws SQLException {
    keeper.rollback();
    keeper.setReadOnly(false);
    keeper.setAutoCommit(true);
    keeper.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
  }

  private Plan.Work plan(Connection keeper, SnapshotLedger ledger, boolean atSince)
      throws SQLException {
    Map<TableId, Integer> tables = new LinkedHashMap<>(host.catalog(keeper).tables());
    tables.values().removeIf(ledger::contains);
    tables.keySet().removeIf(table -> !options.wanted().test(table.toString()));
    return new Plan(keeper, options).of(tables, ledger, atSince);
  }

  /**
   * @return whether some tables have to be read again at a later moment
   */
  private boolean readAll(Reading reading, Plan.Work work) throws SQLException {
    List<Helper> helpers = new ArrayList<>();
    try (ChunkReader own = reader(reading)) {
      try {
        for (int i = 1; i < Math.min(options.threads(), reading.chunks()); i++) {
          Helper helper = new Helper(reading, reader(reading), i);
          helpers.add(helper);
          helper.start();
        }
        own.read();
      } catch (SQLException | RuntimeException e) {
        reading.fail();
        helpers.forEach(Helper::interrupt);
        throw e;
      } finally {
        helpers.forEach(Helper::await);
      }
      for (Helper helper : helpers) {
        helper.rethrow();
      }
      boolean changed = work.tables().stream().anyMatch(TableWork::isChanged);
      @Nullable Release last = changed ? endings.more() : endings.last();
      if (last != null) {
        own.handOver(last, !changed);
      }
      return changed;
    }
  }

  private ChunkReader reader(Reading reading) {
    return new ChunkReader(setup, reading, endings);
  }

  /** Nobody asks for its progress any more. */
  @Override
  public void close() {
    progress.close();
  }

  /** A thread that reads along. */
  private static final class Helper {
    private final Thread thread;
    private volatile @Nullable Exception failure;

    Helper(Reading reading, ChunkReader reader, int number) {
      thread =
          new Thread(
              () -> {
                try (reader) {
                  reader.read();
                } catch (SQLException | RuntimeException e) {
                  failure = e;
                  reading.fail();
                }
              },
              Thread.currentThread().getName() + "-" + number);
      thread.setDaemon(true);
      thread.setContextClassLoader(SnapshotReader.class.getClassLoader());
    }

    void start() {
      thread.start();
    }

    void interrupt() {
      thread.interrupt();
    }

    /** Whoever cuts the connections ends this as well, so there is no need to be interrupted. */
    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    void rethrow() throws SQLException {
      Exception thrown = failure;
      if (thrown instanceof SQLException e) {
        throw e;
      }
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
    }
  }
}
