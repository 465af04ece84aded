package io.sluice.connector.postgres.stream;

import io.sluice.connector.postgres.catalog.Catalog;
import io.sluice.connector.postgres.config.FlushSettings;
import io.sluice.connector.postgres.config.Reselection;
import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.feed.ChangeFeed;
import io.sluice.connector.postgres.handover.RecordSink;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.StreamOffset;
import io.sluice.connector.postgres.signal.Beside;
import io.sluice.connector.postgres.stream.Spool.Space;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Reads the slot's stream until it is told to stop. One thread reads, decodes and answers the
 * server, so that the driver's connection needs no lock; while there is no room for records it goes
 * on answering, so that the server does not take a slow sink for a dead client.
 */
public final class StreamReader implements AutoCloseable {

  /** How soon the server hears that more may be confirmed. */
  private static final long CONFIRM_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How often the server hears of us while its stream is not read. */
  private static final long UNSEEN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Status intervals of silence after which the server must show that it is there. */
  private static final int SILENCES = 3;

  private final Setup setup;
  private final SlotProgress progress;
  private final BooleanSupplier stopping;
  private final long statusNanos;
  private final long heartbeatNanos;
  private final boolean confirms;

  private final ChangeFeed feed;
  private long confirmed;
  private long lastStatus = System.nanoTime();
  private long lastFull = System.nanoTime();

  /**
   * @param feed opened behind the position to read from; closed by this
   */
  public StreamReader(
      Setup setup, SlotProgress progress, BooleanSupplier stopping, ChangeFeed feed) {
    this.setup = setup;
    this.progress = progress;
    this.stopping = stopping;
    this.feed = feed;
    this.statusNanos = setup.config().statusInterval().toNanos();
    this.heartbeatNanos = setup.config().heartbeatInterval().toNanos();
    this.confirms = FlushSettings.confirms(setup.config());
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
      ToastCompletion completion = new ToastCompletion(wanted, sql, sink::next, this::answer);
      changes.completeBy(completion);
      sink.completeBy(completion);
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
      ByteBuffer message = feed.next();
      if (message != null) {
        lastSign = before;
        open.take(message, feed.position());
        if (open.inTransaction()) {
          if (feed.isCatchingUp()) {
            answer(before, false); // the stream's connection has nobody else to look after it
          }
          continue;
        }
      } else {
        if (before - lastSign > SILENCES * statusNanos) {
          requireServer(sql);
          lastSign = before;
        }
      }
      if (!open.inTransaction()) {
        received = Math.max(received, feed.position());
        if (!beside.isSignalled()) {
          progress.received(received); // A signal's row has to come again until it was obeyed.
        }
        if (message == null || !feed.isCatchingUp()) {
          sink.flush(); // of a backlog a full batch goes by itself
        }
        if (beside.isDue(received)) {
          beside.atBoundary(received, changes.boundary(received));
        }
        if (received >= until && !beside.isBusy()) {
          feed.leave();
          return changes.boundary(received);
        }
        long end = feed.behind(received, before, lastFull);
        if (end > 0) {
          open.close(); // whatever is open comes again, whole
          feed.catchUp(received, end);
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

  /**
   * Tells the server how far we are, when there is news or it is time. Called while there is no
   * room for records: a stream that is behind for that gains nothing by another way of reading.
   */
  public void answerWhileFull() {
    lastFull = System.nanoTime();
    answer();
  }

  /**
   * Tells the server how far we are, when there is news or it is time. Called while something keeps
   * the stream waiting.
   */
  private void answer() {
    try {
      answer(System.nanoTime(), false);
    } catch (SQLException e) {
      throw new StreamLostException(e);
    }
  }

  private void answer(long now, boolean last) throws SQLException {
    long confirmable = progress.confirmable();
    long elapsed = now - lastStatus;
    // While the stream is not looked at, nobody sees when the server asks for a sign.
    long most = feed.isCatchingUp() ? Math.min(statusNanos, UNSEEN_NANOS) : statusNanos;
    if (elapsed >= most || (confirmable > confirmed && (last || elapsed >= CONFIRM_NANOS))) {
      // Invariant 1: the server is never told to forget what is not durable in every sink.
      feed.confirm(confirms ? confirmable : 0);
      confirmed = confirmable;
      lastStatus = now;
    }
  }

  /** The log position of what came last, as the server writes it. */
  public String position() {
    return LogSequenceNumber.valueOf(feed.position()).asString();
  }

  /** Ends the feed and its connections, which frees the slot. */
  @Override
  public void close() {
    feed.close();
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
}
