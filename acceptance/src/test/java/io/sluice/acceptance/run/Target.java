package io.sluice.acceptance.run;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TableEquality;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database that the table sink writes into, and that a test reads when nobody writes. */
public record Target(String url) {
  /** A DuckDB file in the folder. */
  public static Target duckdb(Path folder, String name) {
    return new Target("jdbc:duckdb:" + folder.resolve(name + ".duckdb"));
  }

  /** A new database of the server that all tests share. */
  public static Target postgres() {
    return new Target(PostgresServer.shared().newDatabase().jdbcUrl());
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** The same database through another port, such as a proxy's. */
  public Target through(int port) {
    return new Target(url.replaceFirst(":\\d+/", ":" + port + "/"));
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of a query. */
  public List<String> column(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (result.next()) {
        values.add(result.getString(1));
      }
      return values;
    }
  }

  public long number(String query) throws SQLException {
    return Long.parseLong(column(query).get(0));
  }

  /** What is wrong with the copies of the workload's tables; empty if they equal the source. */
  public List<String> differencesFrom(PostgresDatabase source) throws SQLException {
    List<String> differences = new ArrayList<>();
    try (Connection original = source.connect();
        Connection copy = connect()) {
      for (Workload.Table table : Workload.TABLES) {
        TableEquality found =
            TableEquality.compare(original, table.name(), copy, table.name(), table.key());
        if (!found.isEqual()) {
          differences.add(table.name() + ": " + found);
        }
      }
    }
    return differences;
  }
}
