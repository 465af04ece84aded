package io.sluice.connector.postgres.feed;

import io.sluice.connector.postgres.event.Setup;
import io.sluice.connector.postgres.feed.GulpReader.Item;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The backlog up to a position, read by SQL from a copy of the slot. Gives the same messages as the
 * stream does without open transactions. Belongs to the reading thread.
 */
final class BacklogFeed implements Feed, AutoCloseable {

  /**
   * Bytes of log that each gulp may decode again, from where the oldest open transaction began: the
   * server does that some ten times as fast as it decodes what is wanted, but if it is more than
   * this the stream is faster.
   */
  private static final long MOST_REPEATED = 2L << 30;

  private final Setup setup;
  private final FeedConnections connections;
  private final Connection connection;
  private final SlotCopy slot;
  private GulpReader gulps;
  private @Nullable Block block;
  private long position;
  private boolean inGulp;
  private boolean through;

  private BacklogFeed(
      Setup setup,
      FeedConnections connections,
      Connection connection,
      SlotCopy slot,
      long from,
      long target) {
    this.setup = setup;
    this.connections = connections;
    this.connection = connection;
    this.slot = slot;
    this.position = from;
    this.gulps = gulps(target);
  }

  /**
   * Begins to read.
   *
   * @param from what was committed before this position is not given
   * @param target at or before the end of the log that can be decoded
   */
  static BacklogFeed open(Setup setup, FeedConnections connections, long from, long target)
      throws SQLException {
    Connection connection = connections.decoding();
    try {
      SlotCopy slot = SlotCopy.of(setup, connection, from);
      return new BacklogFeed(setup, connections, connection, slot, from, target);
    } catch (SQLException e) {
      connections.discard(connection);
      throw e;
    }
  }

  /** Whether that much log to be decoded again leaves it the faster way. */
  static boolean isWorthRepeating(long bytes) {
    return bytes <= MOST_REPEATED;
  }

  @Override
  public @Nullable ByteBuffer next() throws SQLException {
    Block reading = block;
    if (reading != null && reading.isDone()) {
      gulps.taken(reading);
      block = null;
      reading = null;
    }
    if (reading == null) {
      reading = nextBlock();
      if (reading == null) {
        return null;
      }
    }
    inGulp = true;
    position = reading.position();
    return reading.take();
  }

  private @Nullable Block nextBlock() throws SQLException {
    if (through) {
      return null;
    }
    Item item;
    try {
      item = gulps.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The task is stopping");
    }
    if (item == null) {
      return null;
    }
    if (item.failure() instanceof SQLException failed) {
      throw failed;
    }
    if (item.failure() instanceof RuntimeException failed) {
      throw failed;
    }
    block = item.block();
    if (block == null) {
      inGulp = false;
      through = item.last();
      position = Math.max(position, item.reached());
    }
    return block;
  }

  /** As the interface says; what the stream comes to later begins at or behind it. */
  @Override
  public long position() {
    return position;
  }

  /** Whether everything was given: up to the target, or up to where it was given up. */
  boolean isThrough() {
    return through;
  }

  /** Whether the last message may be in the middle of a transaction. */
  boolean isInGulp() {
    return inGulp;
  }

  /** Goes on to a later position, after it was through. */
  void extend(long target) {
    through = false;
    gulps = gulps(target);
  }

  private GulpReader gulps(long target) {
    int room = (int) Math.max(1, Math.min(1 << 30, setup.config().maxQueueBytes() / 2));
    return new GulpReader(
        slot,
        target,
        MOST_REPEATED,
        room,
        "sluice-postgres-" + setup.config().slot() + "-catch-up");
  }

  @Override
  public void close() {
    gulps.stop();
    connections.discard(connection);
  }
}
