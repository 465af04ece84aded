package io.sluice.connector.postgres.snapshot;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a snapshot gets its connections from. Thread-safe. */
public interface SnapshotConnections {

  /**
   * An ordinary connection for a transaction that may take hours.
   *
   * @throws java.util.concurrent.CancellationException when the task is stopping
   */
  Connection open() throws SQLException;

  /** Closes a connection that was opened here; never fails. */
  void close(Connection connection);
}
