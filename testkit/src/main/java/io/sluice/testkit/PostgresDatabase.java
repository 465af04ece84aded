package io.sluice.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One database of a {@link PostgresServer}, with the few calls that tests make all the time. Every
 * call opens a connection of its own, so that it works after the server was restarted; {@link
 * #connect()} is for whoever needs a session. Closing it drops the database with its replication
 * slots and throws out whoever is still connected.
 *
 * <p>Safe for use by several threads.
 */
public final class PostgresDatabase implements AutoCloseable {
  private final PostgresServer server;
  private final String name;

  PostgresDatabase(PostgresServer server, String name) {
    this.server = server;
    this.name = name;
  }

  public PostgresServer server() {
    return server;
  }

  public String name() {
    return name;
  }

  /** A URL with the user in it. */
  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  /** The same database through somebody in between, such as a {@link TcpProxy}. */
  public String jdbcUrl(int port) {
    return "jdbc:postgresql://"
        + server.host()
        + ":"
        + port
        + "/"
        + name
        + "?user="
        + server.user();
  }

  /**
   * Debezium's connection properties: {@code database.hostname}, {@code .port}, {@code .user},
   * {@code .password}, {@code .dbname}.
   */
  public Map<String, String> debeziumConfig() {
    return debeziumConfig(server.port());
  }

  /** As {@link #debeziumConfig()}, through another port, such as a {@link TcpProxy}'s. */
  public Map<String, String> debeziumConfig(int port) {
    return Map.of(
        "database.hostname", server.host(),
        "database.port", Integer.toString(port),
        "database.user", server.user(),
        "database.password", server.password(),
        "database.dbname", name);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl());
  }

  /** Runs the statements one by one, each in a transaction of its own. */
  public void sql(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Database " + name + " refused a test's statement", e);
    }
  }

  /** All rows of a query, each as a list of what {@link ResultSet#getObject(int)} gives. */
  public List<List<@Nullable Object>> rows(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          row.add(result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("Database " + name + " refused: " + query, e);
    }
  }

  /** The first column of the only row of a query, as text; null if it is null. */
  public @Nullable String value(String query) {
    List<List<@Nullable Object>> rows = rows(query);
    if (rows.size() != 1) {
      throw new IllegalStateException("Expected one row but found " + rows.size() + ": " + query);
    }
    Object value = rows.get(0).get(0);
    return value == null ? null : value.toString();
  }

  /** The first column of the only row of a query, as a number. */
  public long number(String query) {
    String value = value(query);
    if (value == null) {
      throw new IllegalStateException("Expected a number but found null: " + query);
    }
    return Long.parseLong(value);
  }

  /** Drops the database, its slots and its sessions; does nothing while the server is down. */
  @Override
  public void close() {
    if (!server.isRunning()) {
      return;
    }
    server.maintain(
        "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots WHERE active AND"
            + " database = '"
            + name
            + "'");
    server.maintain(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '"
            + name
            + "'");
    server.maintain("DROP DATABASE IF EXISTS " + quoted(name) + " WITH (FORCE)");
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
