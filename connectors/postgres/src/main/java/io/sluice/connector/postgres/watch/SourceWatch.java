package io.sluice.connector.postgres.watch;

import io.sluice.connector.postgres.catalog.Connections;
import io.sluice.connector.postgres.catalog.ServerVersion;
import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.WatchSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the slot and the publication now and then, on a thread and a connection of its own, so
 * that it also sees what happens while a sink stands still. What it finds wrong is a verdict: the
 * reading is cut off and ends with it.
 */
public final class SourceWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);
  private static final int DROP_ATTEMPTS = 200;
  private static final long DROP_PAUSE_NANOS = 50_000_000;
  private static final long DROP_PATIENCE_MILLIS = 15_000;

  private final PostgresConfig config;
  private final WatchSettings settings;
  private final Connections connections;
  private final Runnable cut;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean dropping;
  private volatile @Nullable ConfigException verdict;

  /**
   * @param cut ends the reading at once; called after the verdict can be seen
   */
  public SourceWatch(PostgresConfig config, Runnable cut) {
    this.config = config;
    this.settings = config.watch();
    this.connections = new Connections(config);
    this.cut = cut;
    this.thread = new Thread(this::run, "sluice-postgres-" + config.slot() + "-watch");
    thread.setDaemon(true);
    thread.setContextClassLoader(SourceWatch.class.getClassLoader());
  }

  /** Begins to watch; the slot and the publication are there. */
  public void start() {
    thread.start();
  }

  /** What was found wrong, null while nothing is. */
  public @Nullable ConfigException verdict() {
    return verdict;
  }

  /**
   * Ends the watching. Waits for a while when the slot is being dropped, so that a process that
   * ends because of the verdict does not end before that.
   */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    if (dropping) {
      awaitDrop();
    }
  }

  /** The verdict's own cut interrupts the reader that calls this, so that is no reason to leave. */
  private void awaitDrop() {
    boolean interrupted = false;
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DROP_PATIENCE_MILLIS);
    while (thread.isAlive() && until - System.nanoTime() > 0) {
      try {
        thread.join(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (Coverage coverage = new Coverage(config.prefix(), config.connectorName())) {
      while (!closed) {
        try (Connection sql = connections.sql()) {
          watch(sql, ServerVersion.of(sql), coverage);
        } catch (SQLException e) {
          LOG.debug("The watch lost its connection and makes another", e);
        }
        pause();
      }
    }
  }

  private void watch(Connection sql, ServerVersion version, Coverage coverage) throws SQLException {
    SlotWatch slot = new SlotWatch(config, sql, version);
    PublicationWatch publication = new PublicationWatch(config, sql, version, coverage);
    while (!closed) {
      try {
        publication.look();
        long retained = slot.look(System.nanoTime());
        if (retained > 0 && settings.action() != WatchSettings.Action.WARN) {
          overLimit(sql, slot, slot.over(retained));
        }
      } catch (ConfigException found) {
        end(found);
      }
      pause();
    }
  }

  private void overLimit(Connection sql, SlotWatch slot, String what) {
    if (settings.action() == WatchSettings.Action.STOP) {
      end(
          new ConfigException(
              what
                  + ". The task ends, the slot keeps its log. Mend what is slow and start it again,"
                  + " or raise the limit, or drop the slot and begin with a new snapshot"));
      return;
    }
    dropping = true;
    end(
        new ConfigException(
            what
                + ". The slot is being dropped so that the server lives on. "
                + slot.unread().describe(List.of())
                + ". Reset the offsets to read the tables again with a new snapshot"));
    drop(sql);
  }

  private void end(ConfigException found) {
    closed = true;
    verdict = found;
    cut.run();
  }

  /**
   * The connection that holds the slot was cut just now, which the server notices later: a sender
   * that is busy decoding may take seconds.
   */
  private void drop(Connection sql) {
    for (int attempt = 1; ; attempt++) {
      try (PreparedStatement statement =
          sql.prepareStatement(
              "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name"
                  + " = ?")) {
        statement.setString(1, config.slot());
        statement.execute();
        LOG.warn("Dropped slot '{}' as {} says", config.slot(), WatchSettings.ACTION);
        return;
      } catch (SQLException e) {
        if (attempt == DROP_ATTEMPTS) {
          LOG.error(
              "Slot '{}' could not be dropped as {} says and still holds back log. Run: SELECT"
                  + " pg_drop_replication_slot('{}')",
              config.slot(),
              WatchSettings.ACTION,
              config.slot(),
              e);
          return;
        }
        Thread.interrupted(); // close() woke this thread, and a pause is to be one nevertheless
        LockSupport.parkNanos(DROP_PAUSE_NANOS);
      }
    }
  }

  private void pause() {
    if (!closed) {
      LockSupport.parkNanos(settings.interval().toNanos());
    }
  }
}
