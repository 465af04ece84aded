package io.sluice.connector.postgres.feed;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens what a feed reads by, so that whoever owns the connections can cut them. */
public interface FeedConnections {

  /**
   * Opens the slot's stream, waiting for a while if a connection that was just given up still holds
   * the slot.
   *
   * @param from position in the log; what was committed before it is not sent
   */
  SenderFeed sender(long from) throws SQLException;

  /** An ordinary connection, for queries of any length, whose values look like the stream's. */
  Connection decoding() throws SQLException;

  /** Closes a connection. */
  void discard(Connection connection);
}
