package io.sluice.connector.postgres.feed;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens what a feed reads by, so that whoever owns the connections can cut them. */
public interface FeedConnections {

  /**
   * Opens the slot's stream, waiting for a while if a connection that was just given up still holds
   * the slot.
   *
   * @param from position in the log; what was committed before it is not sent. 0 for what was
   *     confirmed
   */
  SenderFeed sender(long from) throws SQLException;

  /**
   * Has the server look at the slot's log up to a position that was confirmed, so that the slot
   * begins behind it. Waits as {@link #sender} does. Nothing happens where the server's release
   * would not do that well.
   */
  void advance(long position) throws SQLException;

  /** An ordinary connection, for queries of any length, whose values look like the stream's. */
  Connection decoding() throws SQLException;

  /** Closes a connection. */
  void discard(Connection connection);
}
