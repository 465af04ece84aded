package io.sluice.connector.postgres.incremental;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections that may be used for as long as chunks take. Called by any thread. */
public interface ConnectionOpener {

  Connection open() throws SQLException;

  /** Closes a connection that was opened here; never fails. */
  void close(Connection connection);
}
