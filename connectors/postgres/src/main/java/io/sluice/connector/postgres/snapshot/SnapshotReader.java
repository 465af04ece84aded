package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.SnapshotOptions;
import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.position.SnapshotLedger;
import io.sluice.connector.postgres.snapshot.Endings.Release;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final Setup setup;
  private final SnapshotHost host;
  private final @Nullable TaskShare share;
  private final SnapshotOptions options;
  private final Pace pace;
  private final Progress progress;
  private final Endings endings = new Endings();

  /**
   * @param share what of the snapshot this task reads, null for all
   */
  public SnapshotReader(Setup setup, SnapshotHost host, @Nullable TaskShare share) {
    this.setup = setup;
    this.share = share;
    this.host = host;
    this.options = setup.config().snapshot();
    this.pace = new Pace(options, setup.clock(), host::isStopping);
    this.progress = new Progress(setup.config().prefix(), setup.config().connectorName(), share);
  }

  /**
   * Reads what is not in the ledger yet and hands it over.
   *
   * @param keeper an ordinary connection, whose transaction keeps the snapshot meanwhile
   * @param before what was read by earlier runs
   * @param fresh whether the slot was made just now, so that no row of any table was delivered
   *     before
   * @param leftOut numbers of tables that are read by other means; the snapshot is not complete
   *     without them
   * @return the ledger with all other tables
   */
  public SnapshotLedger read(
      Connection keeper, SnapshotLedger before, boolean fresh, Set<Integer> leftOut)
      throws SQLException {
    boolean complete = false;
    try {
      Pace.pause(host::isStopping, TimeUnit.MILLISECONDS.toNanos(options.delayMillis()));
      SnapshotLedger ledger = rounds(keeper, before, fresh, leftOut);
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

  private SnapshotLedger rounds(
      Connection keeper, SnapshotLedger before, boolean fresh, Set<Integer> leftOut)
      throws SQLException {
    SnapshotLedger ledger = before;
    for (int round = 1; ; round++) {
      DatabaseSnapshot snapshot =
          share != null && round == 1
              ? DatabaseSnapshot.join(keeper, share.snapshot(), setup.lineage(), setup.known())
              : DatabaseSnapshot.take(keeper, setup.lineage(), setup.known());
      ledger = snapshot.ledger(ledger, fresh);
      LOG.info(
          "Snapshot at log position {}{}",
          snapshot.moment().lsn(),
          ledger.lsn() > 0 ? "" : ", over which all changes are replayed");
      boolean atSince =
          share == null
              ? round == 1 && before.isEmpty()
              : share.first()
                  && share.snapshot().equals(snapshot.name())
                  // The name alone may be a later snapshot's, of another pipeline for instance.
                  && snapshot.visibility().toString().equals(String.valueOf(ledger.since()));
      Map<TableId, Integer> tables = DatabaseSnapshot.unread(host.catalog(keeper), options, ledger);
      tables.values().removeAll(leftOut);
      Plan.Work work = new Plan(keeper, options, share).of(tables, ledger, atSince);
      Finished finished = new Finished(ledger, work.cut(), share != null, atSince);
      Reading reading =
          new Reading(
              host, snapshot.moment(), snapshot.name(), work.tables(), finished, pace, progress);
      progress.plan(work.tables());
      boolean changed = readAll(reading, work, share == null && leftOut.isEmpty());
      ledger = finished.now().get();
      DatabaseSnapshot.end(keeper);
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

  /**
   * @param complete whether nothing is left to be read then
   * @return whether some tables have to be read again at a later moment
   */
  private boolean readAll(Reading reading, Plan.Work work, boolean complete) throws SQLException {
    List<FurtherReader> further = new ArrayList<>();
    try (ChunkReader own = reader(reading)) {
      try {
        for (int i = 1; i < Math.min(options.threads(), reading.chunks()); i++) {
          FurtherReader each = new FurtherReader(reading, reader(reading), i);
          further.add(each);
          each.start();
        }
        own.read();
        // Somebody who wants to alter a table waits for our lock on it, and another thread that is
        // about to read it waits for him: a lock that is kept until that thread has read would keep
        // all three waiting for ever.
        own.close();
      } catch (SQLException | RuntimeException | Error e) {
        reading.fail();
        further.forEach(FurtherReader::interrupt);
        throw e;
      } finally {
        further.forEach(FurtherReader::await);
      }
      for (FurtherReader each : further) {
        each.rethrow();
      }
      boolean changed = work.tables().stream().anyMatch(TableWork::isChanged);
      @Nullable Release last = changed || !complete ? endings.more() : endings.last();
      if (last != null) {
        own.handOver(last, !changed && complete);
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
  private static final class FurtherReader {
    private final Thread thread;
    private volatile @Nullable Throwable failure;

    FurtherReader(Reading reading, ChunkReader reader, int number) {
      thread =
          new Thread(
              () -> {
                try (reader) {
                  reader.read();
                } catch (SQLException | RuntimeException | Error e) {
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
      Throwable thrown = failure;
      if (thrown instanceof SQLException e) {
        throw e;
      }
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e; // A chunk that broke off so is as unread as any other.
      }
    }
  }
}
