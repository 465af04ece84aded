package io.sluice.bench.bed;

import io.sluice.testkit.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A MariaDB that is written: the embedded one, set like {@link BenchServer}, durable at every
 * commit. Close it to stop it and to delete its data.
 */
public final class BenchMariaDb implements AutoCloseable {

  private final MariaDbServer server;
  private final String database;

  /** Starts one on a free port. */
  public BenchMariaDb() {
    server =
        MariaDbServer.start(
            List.of(
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-buffer-pool-size=1G",
                "--innodb-log-file-size=2G"));
    database = server.newDatabase();
  }

  public String url() {
    return server.jdbcUrl(database);
  }

  public String user() {
    return server.user();
  }

  /** An ordinary connection; the caller closes it. */
  public Connection connect() throws SQLException {
    return server.connect(database);
  }

  /** Runs one statement. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How many rows a table has. */
  public long rows(String table) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
