package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.config.FlushSettings;
import io.sluice.connector.postgres.config.Reselection;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.signal.Beside;
import io.sluice.connector.postgres.stream.Spool.Space;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/**
 * Reads the slot's stream until it is told to stop. One thread reads, decodes and answers the
 * server, so that the driver's connection needs no lock; while there is no room for records it goes
 * on answering, so that the server does not take a slow sink for a dead client.
 */
public final class StreamReader {

  /** How soon the server hears that more may be confirmed. */
  private static final long CONFIRM_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Status intervals of silence after which the server must show that it is there. */
  private static final int SILENCES = 3;

  private final Setup setup;
  private final SlotProgress progress;
  private final BooleanSupplier stopping;
  private final long statusNanos;
  private final long heartbeatNanos;
  private final boolean confirms;

  private PGReplicationStream stream;
  private long confirmed;
  private long lastStatus = System.nanoTime();

  private StreamReader(
      Setup setup, SlotProgress progress, BooleanSupplier stopping, PGReplicationStream stream) {
    this.setup = setup;
    this.progress = progress;
    this.stopping = stopping;
    this.stream = stream;
    this.statusNanos = setup.config().statusInterval().toNanos();
    this.heartbeatNanos = setup.config().heartbeatInterval().toNanos();
    this.confirms = FlushSettings.confirms(setup.config());
  }

  /**
   * Opens the stream behind a position.
   *
   * @param connection a replication connection, used up by this
   */
  public static StreamReader open(
      Setup setup,
      Connection connection,
      Position from,
      SlotProgress progress,
      BooleanSupplier stopping)
      throws SQLException {
    ChainedLogicalStreamBuilder builder =
        connection
            .unwrap(PGConnection.class)
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName(setup.config().slot())
            // The server begins at what was confirmed if that lies behind.
            .withStartPosition(LogSequenceNumber.valueOf(from.lastCommitLsn()))
            // Invariant 1: the driver on its own would confirm what it has merely received.
            .withAutomaticFlush(false)
            .withStatusInterval(0, TimeUnit.MILLISECONDS);
    StreamOptions.of(setup).forEach(builder::withSlotOption);
    return new StreamReader(setup, progress, stopping, builder.start());
  }

  /**
   * Reads until told to stop, or until everything up to a position has been read.
   *
   * @param sql an ordinary connection to the same server, asked now and then whether the server is
   *     still there
   * @param beside what goes on beside the stream
   * @param until position in the log, Long.MAX_VALUE to go on for ever, 0 for nothing
   * @param heartbeat given the offset of the place reached, at every heartbeat
   * @return the offset of the place reached
   */
  public StreamOffset read(
      Position from,
      Catalog catalog,
      Connection sql,
      RecordSink sink,
      Beside beside,
      long until,
      Consumer<StreamOffset> heartbeat)
      throws SQLException {
    Relations relations =
        new Relations(setup.config().selection(), setup.formats(), catalog, from.ledger(), beside);
    ChangeReader changes = new ChangeReader(setup, relations, from, beside, sink, progress);
    Reselection wanted = Reselection.of(setup.config());
    if (wanted != null) {
      ToastCompletion completion = new ToastCompletion(wanted, sql, this::answer);
      changes.completeBy(completion);
      sink.beforeHandover(completion::complete);
    }
    Space space = new Space(setup.config().stream().folder(), setup.config().maxQueueBytes() / 4);
    try (OpenTransactions open = new OpenTransactions(changes, space, this::glance)) {
      return read(from, changes, open, sql, sink, beside, until, heartbeat);
    }
  }

  private StreamOffset read(
      Position from,
      ChangeReader changes,
      OpenTransactions open,
      Connection sql,
      RecordSink sink,
      Beside beside,
      long until,
      Consumer<StreamOffset> heartbeat)
      throws SQLException {
    long received = from.lastCommitLsn();
    if (until == 0) {
      return changes.boundary(received); // no change is wanted, not even one that waits already
    }
    long nextHeartbeat = System.nanoTime() + heartbeatNanos;
    long lastSign = System.nanoTime();
    while (!stopping.getAsBoolean()) {
      long before = System.nanoTime();
      ByteBuffer message = stream.readPending();
      if (message != null) {
        lastSign = before;
        open.take(message, stream.getLastReceiveLSN().asLong());
        if (open.inTransaction()) {
          continue;
        }
      } else {
        pauseIfNothingWaits(before);
        if (before - lastSign > SILENCES * statusNanos) {
          requireServer(sql);
          lastSign = before;
        }
      }
      if (!open.inTransaction()) {
        received = Math.max(received, stream.getLastReceiveLSN().asLong());
        if (!beside.isSignalled()) {
          progress.received(received); // A signal's row has to come again until it was obeyed.
        }
        sink.flush();
        if (beside.isDue(received)) {
          beside.atBoundary(received, changes.boundary(received));
        }
        if (received >= until && !beside.isBusy()) {
          return changes.boundary(received);
        }
      }
      long now = System.nanoTime();
      if (heartbeatNanos > 0 && !open.inTransaction() && now - nextHeartbeat >= 0) {
        heartbeat.accept(changes.boundary(received));
        nextHeartbeat = now + heartbeatNanos;
      }
      answer(now, false);
    }
    answer(System.nanoTime(), true);
    return changes.boundary(received);
  }

  /** What does not wait until a long transaction is replayed; false when it shall end. */
  private boolean glance() {
    answer();
    return !stopping.getAsBoolean();
  }

  /** Tells the server how far we are, when there is news or it is time. */
  public void answer() {
    try {
      answer(System.nanoTime(), false);
    } catch (SQLException e) {
      throw new StreamLostException(e);
    }
  }

  private void answer(long now, boolean last) throws SQLException {
    long confirmable = progress.confirmable();
    long elapsed = now - lastStatus;
    if (elapsed >= statusNanos || (confirmable > confirmed && (last || elapsed >= CONFIRM_NANOS))) {
      // Invariant 1: the server is never told to forget what is not durable in every sink.
      if (confirms) {
        LogSequenceNumber position = LogSequenceNumber.valueOf(confirmable);
        stream.setFlushedLSN(position);
        stream.setAppliedLSN(position);
      }
      stream.forceUpdateStatus();
      confirmed = confirmable;
      lastStatus = now;
    }
  }

  /**
   * A server that vanished without closing its connections looks like a quiet one: it takes TCP a
   * quarter of an hour to tell the difference. So after a while of silence something is asked that
   * must be answered.
   */
  private void requireServer(Connection sql) throws SQLException {
    if (!sql.isValid((int) Math.max(1, TimeUnit.NANOSECONDS.toSeconds(statusNanos)))) {
      throw new SQLException("The server does not answer any more", "08006");
    }
  }

  /**
   * The driver waits up to a millisecond for data, so this loop sleeps in the socket and wakes when
   * something comes. At the end of a broken connection it returns at once, which must not become a
   * busy loop until the next answer finds it broken.
   */
  private void pauseIfNothingWaits(long before) throws SQLException {
    if (System.nanoTime() - before < 100_000) {
      LockSupport.parkNanos(1_000_000);
      if (System.nanoTime() - lastStatus > TimeUnit.SECONDS.toNanos(1)) {
        lastStatus = System.nanoTime();
        stream.forceUpdateStatus();
      }
    }
  }
}
