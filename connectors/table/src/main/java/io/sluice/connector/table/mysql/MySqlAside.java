package io.sluice.connector.table.mysql;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection on which tables change: a change would commit the transaction of its own one. Made
 * for the first change of a transaction, kept for the others. Used by one thread, but for {@link
 * #cancel}.
 */
final class MySqlAside implements AutoCloseable {
  private final TableSinkConfig config;
  private volatile @Nullable Connection connection;

  /** Not open yet. */
  MySqlAside(TableSinkConfig config) {
    this.config = config;
  }

  /**
   * Runs statements, each of which commits.
   *
   * @param seconds how long each waits for whoever has its table
   */
  void execute(List<String> statements, int seconds) throws SQLException {
    Connection present = connection;
    if (present == null) {
      present = MySqlSession.open(config).connection();
      connection = present;
    }
    // A table that others refer to is waited for by the engine, any other by the server.
    Sql.execute(
        present,
        "SET SESSION lock_wait_timeout = " + seconds + ", innodb_lock_wait_timeout = " + seconds);
    for (String statement : statements) {
      Sql.execute(present, statement);
    }
  }

  /**
   * Breaks off the statement that runs. Any thread.
   *
   * @return whether there is a connection that it could run on
   */
  boolean cancel() throws SQLException {
    Connection present = connection;
    if (present != null) {
      MySqlSession.cancel(present);
    }
    return present != null;
  }

  @Override
  public void close() throws SQLException {
    Connection present = connection;
    connection = null;
    if (present != null) {
      present.close();
    }
  }
}
