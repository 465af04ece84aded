package io.sluice.connector.postgres.feed;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Gives pgoutput's messages in the order of the commits, each transaction whole or as the protocol
 * has open ones. Belongs to the reading thread.
 */
interface Feed {

  /**
   * The next message, valid until the next call; null when none has come yet, after a wait of about
   * a millisecond.
   *
   * @return an array-backed buffer
   */
  @Nullable ByteBuffer next() throws SQLException;

  /**
   * The log position of the last message or, between two transactions, a later one: whatever was
   * committed before it has been given.
   */
  long position();
}
