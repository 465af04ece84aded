package io.sluice.connector.postgres.feed;

import io.sluice.connector.postgres.event.Setup;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/**
 * The slot's stream, as a WAL sender sends it. Holds the slot, so that nobody else reads it, and
 * tells the server what it may forget. Belongs to the reading thread.
 */
public final class SenderFeed implements Feed {

  private final Connection connection;
  private final PGReplicationStream stream;
  private long lastStatus = System.nanoTime();
  private boolean gave;

  private SenderFeed(Connection connection, PGReplicationStream stream) {
    this.connection = connection;
    this.stream = stream;
  }

  /**
   * Opens the stream.
   *
   * @param connection a replication connection, used up by this
   * @param from position in the log; the server begins at what was confirmed if that lies behind
   */
  public static SenderFeed open(Setup setup, Connection connection, long from) throws SQLException {
    ChainedLogicalStreamBuilder builder =
        connection
            .unwrap(PGConnection.class)
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName(setup.config().slot())
            .withStartPosition(LogSequenceNumber.valueOf(from))
            // Invariant 1: the driver on its own would confirm what it has merely received.
            .withAutomaticFlush(false)
            .withStatusInterval(0, TimeUnit.MILLISECONDS);
    StreamOptions.ofStream(setup).forEach(builder::withSlotOption);
    return new SenderFeed(connection, builder.start());
  }

  @Override
  public @Nullable ByteBuffer next() throws SQLException {
    long before = System.nanoTime();
    ByteBuffer message = stream.readPending();
    gave = message != null;
    if (message == null) {
      pauseIfNothingWaits(before);
    }
    return message;
  }

  @Override
  public long position() {
    return stream.getLastReceiveLSN().asLong();
  }

  /**
   * Tells the server how far it may forget its log.
   *
   * @param position 0 for nowhere yet
   */
  void confirm(long position) throws SQLException {
    LogSequenceNumber flushed = LogSequenceNumber.valueOf(position);
    stream.setFlushedLSN(flushed);
    stream.setAppliedLSN(flushed);
    stream.forceUpdateStatus();
    lastStatus = System.nanoTime();
  }

  /** Whether it had something to give when it was asked last. */
  boolean gave() {
    return gave;
  }

  Connection connection() {
    return connection;
  }

  /**
   * The driver waits up to a millisecond for data, so the reading thread sleeps in the socket and
   * wakes when something comes. At the end of a broken connection it returns at once, which must
   * not become a busy loop until the next answer finds it broken.
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
