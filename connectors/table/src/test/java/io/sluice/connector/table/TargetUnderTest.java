package io.sluice.connector.table;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A fresh target database of one dialect. */
interface TargetUnderTest extends AutoCloseable {
  /** What the sink needs to reach it. */
  Map<String, String> config();

  Connection connect() throws SQLException;

  @Override
  void close();

  /** Rows as others see them, columns joined by a bar. */
  default List<String> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          line.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        all.add(line.toString());
      }
      return all;
    }
  }

  default void execute(String... statements) throws SQLException {
    try (Connection connection = connect()) {
      for (String sql : statements) {
        try (Statement statement = connection.createStatement()) {
          statement.execute(sql);
        }
      }
    }
  }

  static TargetUnderTest duckDb(Path folder) {
    String url = "jdbc:duckdb:" + folder.resolve("target.duckdb");
    return new TargetUnderTest() {
      @Override
      public Map<String, String> config() {
        return Map.of("url", url);
      }

      @Override
      public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
      }

      @Override
      public void close() {}
    };
  }

  static TargetUnderTest postgres() {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    return new TargetUnderTest() {
      @Override
      public Map<String, String> config() {
        return Map.of(
            "url",
            database.jdbcUrl(),
            "user",
            database.server().user(),
            "password",
            database.server().password());
      }

      @Override
      public Connection connect() throws SQLException {
        return database.connect();
      }

      @Override
      public void close() {
        database.close();
      }
    };
  }
}
