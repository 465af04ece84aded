package io.sluice.connector.postgres.feed;

import io.sluice.connector.postgres.config.StreamSettings;
import io.sluice.connector.postgres.event.Setup;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slot's messages by the faster way. A WAL sender makes a system call for each message; a query
 * does not, and is several times as fast, but gives nothing before it has decoded a stretch of log.
 * So a backlog is read by queries, and the rest by the stream.
 *
 * <p>What was committed before the backlog's end comes by queries, what was committed behind comes
 * by the stream, which is opened there when the backlog is read: nothing twice. The slot is held
 * meanwhile, so that nobody else reads it, and moved to what is durable by the same messages as
 * ever: by a stream that nobody reads, so that its WAL sender waits after a few messages. One that
 * was opened at the backlog's end would decode all of the backlog as well, to send nothing of it,
 * which costs the server as much as the queries do. Belongs to the reading thread.
 */
public final class ChangeFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);

  /**
   * Log that is read before the server is let free some: until then the slot holds back the log
   * from the beginning, as its WAL sender looks at none of it. Longer where more than that would
   * have to be looked at again.
   */
  private static final long LEG = 1L << 30;

  /** For a stream that is to hold the slot only: it begins at what was confirmed. */
  private static final long HELD = 0;

  /** The shortest leg, where the server or the watch would give up the slot before a whole one. */
  private static final long SHORT_LEG = 64L << 20;

  /** How long the stream must have been behind, so that a mere burst is left to it. */
  private static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** How long queries are left alone after they did not do. */
  private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Setup setup;
  private final Connection sql;
  private final FeedConnections connections;
  private final long least;
  private SenderFeed sender;
  private @Nullable BacklogFeed backlog;
  private long target;
  private long nextLook = System.nanoTime();
  private boolean wasBehind;

  /** What may be forgotten, as it was last told to the server; 0 for nothing. */
  private long confirmed;

  /**
   * Opens the feed behind a position.
   *
   * @param sql an ordinary connection, asked for the log's end
   * @param from position in the log; what was committed before it is not given
   */
  public ChangeFeed(Setup setup, Connection sql, FeedConnections connections, long from)
      throws SQLException {
    this.setup = setup;
    this.sql = sql;
    this.connections = connections;
    this.least = setup.config().stream().catchUpBytes();
    this.target = target(from, false);
    this.sender = connections.sender(target > 0 ? HELD : from);
    if (target > 0) {
      query(from);
    }
  }

  /** The next message, valid until the next call; null when none has come yet. */
  public @Nullable ByteBuffer next() throws SQLException {
    BacklogFeed reading = backlog;
    if (reading == null) {
      return sender.next();
    }
    try {
      ByteBuffer message = reading.next();
      if (message == null && reading.isThrough()) {
        goOn(reading);
      }
      return message;
    } catch (SQLException e) {
      if (breaksConnection(e)) {
        throw e;
      }
      if (reading.isInGulp()) {
        throw new CatchUpException(e);
      }
      stream(reading.position(), e);
      return null;
    }
  }

  /**
   * The log position of the last message or, between two transactions, a later one: whatever was
   * committed before it has been given.
   */
  public long position() {
    BacklogFeed reading = backlog;
    return reading == null ? sender.position() : reading.position();
  }

  /** Whether a backlog is being read, so that the stream is not looked at. */
  public boolean isCatchingUp() {
    return backlog != null;
  }

  /**
   * Where the backlog ends of a stream that has had no pause for a while, and not for lack of room,
   * and has fallen far behind; 0 where it has not. Between two transactions; asks the server now
   * and then.
   *
   * @param reached what was committed before this position has been given
   * @param now by the ticker
   * @param lastFull when there was no room for records, by the ticker
   */
  public long behind(long reached, long now, long lastFull) throws SQLException {
    if (backlog != null || now - nextLook < 0 || !sender.gave()) {
      return 0;
    }
    nextLook = now + BUSY_NANOS;
    boolean before = wasBehind;
    long end = now - lastFull < BUSY_NANOS ? 0 : target(reached, false);
    wasBehind = end > 0;
    return before ? end : 0;
  }

  /**
   * Leaves the stream, whose open transactions come again, for the backlog.
   *
   * @param reached what was committed before this position has been given
   * @param end where the backlog ends
   */
  public void catchUp(long reached, long end) throws SQLException {
    wasBehind = false;
    target = end;
    query(reached); // The stream goes on holding the slot, and is read no more.
  }

  /**
   * Tells the server how far it may forget its log.
   *
   * @param position 0 for nowhere yet
   */
  public void confirm(long position) throws SQLException {
    confirmed = position;
    sender.confirm(position);
  }

  /** No more messages are wanted, while there may still be something to confirm. */
  public void leave() {
    if (backlog != null) {
      backlog.close();
      backlog = null;
    }
  }

  /** Ends the feed and its connections. */
  @Override
  public void close() {
    leave();
    connections.discard(sender.connection());
  }

  private void query(long from) throws SQLException {
    try {
      backlog = BacklogFeed.open(setup, connections, from, target);
      LOG.info(
          "Reading the backlog of slot {} by SQL, from {} to {}",
          setup.config().slot(),
          LogSequenceNumber.valueOf(from).asString(),
          LogSequenceNumber.valueOf(target).asString());
    } catch (SQLException e) {
      if (breaksConnection(e)) {
        throw e;
      }
      stream(from, e);
    }
  }

  private void goOn(BacklogFeed reading) throws SQLException {
    long reached = reading.position();
    if (reached < target) {
      stream(reached, null);
      return;
    }
    long next = target(reached, true);
    if (next > 0) {
      target = next;
      sender = reopened(HELD);
      reading.extend(next);
      LOG.info(
          "Reading more of the backlog of slot {} by SQL, up to {}",
          setup.config().slot(),
          LogSequenceNumber.valueOf(next).asString());
      return;
    }
    leave();
    sender = reopened(target);
    LOG.info(
        "The backlog of slot {} is read, going on with its stream at {}",
        setup.config().slot(),
        LogSequenceNumber.valueOf(target).asString());
  }

  /** Reads by the stream what queries cannot give. */
  private void stream(long from, @Nullable SQLException why) throws SQLException {
    leave();
    LOG.info(
        "Reading the backlog of slot {} by its stream from {}, as {}",
        setup.config().slot(),
        LogSequenceNumber.valueOf(from).asString(),
        why == null
            ? "an open transaction has the server decode too much of it again"
            : "the server refuses it by SQL (SQLSTATE " + why.getSQLState() + ")");
    if (why != null) {
      LOG.debug("Why the backlog is not read by SQL", why);
    }
    nextLook = System.nanoTime() + REST_NANOS;
    sender = reopened(from);
  }

  /**
   * Another stream in place of the present one. Before it is opened the server moves the slot over
   * what is durable of the log, which it does without decoding it: it frees that log, and the new
   * WAL sender begins behind it.
   */
  private SenderFeed reopened(long from) throws SQLException {
    connections.discard(sender.connection());
    if (confirmed > 0) {
      try {
        connections.advance(confirmed); // Invariant 1: no further than what was told to be durable.
      } catch (SQLException e) {
        if (breaksConnection(e)) {
          throw e;
        }
        LOG.debug("The server does not move slot {} by itself", setup.config().slot(), e);
      }
    }
    return connections.sender(from);
  }

  /**
   * Where a backlog ends that is worth to be read by queries, 0 for none.
   *
   * @param from what was committed before this position has been given
   * @param copied whether there is a copy of the slot already, which knows better what is repeated
   */
  private long target(long from, boolean copied) throws SQLException {
    if (least == StreamSettings.NEVER || setup.standby()) {
      return 0;
    }
    try (PreparedStatement query =
        sql.prepareStatement(
            "SELECT (restart_lsn - '0/0')::int8 AS restart, (confirmed_flush_lsn - '0/0')::int8 AS"
                + " confirmed, (pg_catalog.pg_current_wal_flush_lsn() - '0/0')::int8 AS log_end, "
                + setup.version().slotColumns()
                + " FROM pg_catalog.pg_replication_slots WHERE slot_name = ?")) {
      query.setString(1, setup.config().slot());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()
            // A copy would give what has not reached the standbys yet that the slot waits for.
            || row.getBoolean("failover")
            // A copy would not be one.
            || row.getBoolean("two_phase")) {
          return 0;
        }
        long begin = Math.max(from, row.getLong("confirmed"));
        long end = row.getLong("log_end");
        long again = begin - row.getLong("restart");
        if (end - begin < least || (!copied && !BacklogFeed.isWorthRepeating(again))) {
          return 0;
        }
        long spare = row.getLong("safe_wal_size");
        long left = row.wasNull() ? Long.MAX_VALUE : spare;
        long allowed = setup.config().watch().maxBytes();
        if (allowed > 0) {
          left = Math.min(left, allowed - (end - row.getLong("restart")));
        }
        return Math.min(end, begin + leg(again, left));
      }
    }
  }

  /**
   * @param again bytes of log which a stream that is opened anew looks at again
   * @param left bytes that may be written before the slot is given up
   */
  private static long leg(long again, long left) {
    return Math.min(Math.max(LEG, again), Math.max(SHORT_LEG, left / 2));
  }

  /** Class 08 is about connections, 57P about a server that stops or ends a session. */
  private static boolean breaksConnection(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.startsWith("08") || state.startsWith("57P");
  }
}
