package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.event.HeapFullException;
import io.sluice.connector.postgres.handover.Handover;
import io.sluice.connector.postgres.stream.SlotProgress;
import io.sluice.connector.postgres.stream.StreamLostException;
import io.sluice.connector.postgres.watch.SourceWatch;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one {@link SourceRun} over the source. It ends when it is closed, when a bounded
 * run has read all, or by a failure; after a failure a new one is made that begins behind the last
 * record handed out.
 */
final class SourceReader {

  private final PostgresConfig config;
  private final RunConnections connections;
  private final SlotProgress progress;
  private final Handover handover;
  private final SourceWatch watch;
  private final SourceRun run;
  private final Thread thread;

  private volatile boolean stopping;
  private volatile @Nullable Exception failure;

  SourceReader(PostgresConfig config, Clock clock, TaskPlace place) {
    this.config = config;
    this.connections = new RunConnections(config, () -> stopping);
    this.progress = place.progress();
    this.handover = new Handover(config.maxBatch(), config.maxQueue(), config.maxQueueBytes());
    this.watch = new SourceWatch(config, this::cut);
    this.run = new SourceRun(config, connections, clock, place, handover, watch, () -> stopping);
    this.thread = new Thread(this::run, "sluice-postgres-" + config.slot());
    thread.setDaemon(true);
    // Static fields of the driver and of our own classes load through the plugin's loader, not the
    // caller's.
    thread.setContextClassLoader(SourceReader.class.getClassLoader());
  }

  void start() {
    thread.start();
  }

  Handover handover() {
    return handover;
  }

  /** Whether the server has answered, and has what is needed. */
  boolean hasReached() {
    return run.hasReached();
  }

  /** Whether no further record comes: look at {@link #failure()} then. */
  boolean isDone() {
    return handover.isClosed();
  }

  /** Why it ended, null when it was regular. */
  @Nullable Exception failure() {
    return failure;
  }

  /**
   * Ends the run; waits for the last answer to the server for a short time, then cuts the
   * connections.
   */
  void close(Duration patience) {
    stopping = true;
    handover.close();
    try {
      thread.join(Math.max(1, patience.toMillis()));
      if (thread.isAlive()) {
        cut();
        thread.join(1_000);
      }
    } catch (InterruptedException e) {
      cut();
      Thread.currentThread().interrupt();
    }
  }

  private void cut() {
    connections.cut();
    thread.interrupt();
  }

  private void run() {
    try {
      run.run();
    } catch (CancellationException e) {
      fail(e);
    } catch (StreamLostException e) {
      fail(LostLog.explained(e.sqlCause(), config, progress.durable()));
    } catch (SQLException e) {
      fail(LostLog.explained(e, config, progress.durable()));
    } catch (RuntimeException e) {
      fail(e);
    } catch (OutOfMemoryError e) {
      fail(new HeapFullException("what comes " + run.place(), e));
    } catch (Error e) {
      // Unheard it would end this thread, and the task would look as if nothing were to be read.
      fail(new ConnectException("Reading the source broke off", e));
    } finally {
      watch.close();
      run.close();
      handover.close();
    }
  }

  private void fail(Exception e) {
    if (!stopping) {
      Exception verdict = watch.verdict();
      failure = verdict == null ? e : verdict;
    }
  }
}
