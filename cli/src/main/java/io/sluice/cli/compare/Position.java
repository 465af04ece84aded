package io.sluice.cli.compare;

import java.sql.SQLException;

/** How far the target has followed the source. Used by one thread. */
public interface Position {

  /** Where the source is now: everything that was committed before is below it. */
  String now() throws SQLException;

  /** Whether the target has everything below that position. */
  boolean reached(String position) throws SQLException;

  /** Whether the target follows at all; where it does not, no position is ever reached. */
  boolean moves();
}
