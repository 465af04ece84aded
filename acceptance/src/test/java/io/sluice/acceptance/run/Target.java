package io.sluice.acceptance.run;

import io.sluice.testkit.MariaDbServer;
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
import java.util.Map;
import java.util.Properties;

/**
 * A database that the table sink writes into, and that a test reads when nobody writes.
 *
 * @param login settings of the sink beside the URL
 * @param everyType whether values of all types read the same through its driver as through
 *     PostgreSQL's; else numbers and texts are compared
 */
public record Target(String url, Map<String, String> login, boolean everyType) {
  /** Columns of the workload's tables that are whole numbers and texts. */
  private static final Map<String, String> PLAIN =
      Map.of(
          "customers", "id, name, email, version",
          "orders", "id, customer_id, status, note",
          "order_lines", "order_id, line, product, quantity",
          "documents", "id, title, body",
          "journal", "seq, what");

  public Target(String url) {
    this(url, Map.of(), true);
  }

  /** A file of SQLite in the folder. */
  public static Target sqlite(Path folder, String name) {
    return new Target("jdbc:sqlite:" + folder.resolve(name + ".sqlite"), Map.of(), false);
  }

  /** A new database of the MariaDB that all tests share. */
  public static Target mariaDb() {
    MariaDbServer server = MariaDbServer.shared();
    return new Target(
        server.jdbcUrl(server.newDatabase()),
        Map.of("user", server.user(), "password", server.password()),
        false);
  }

  /** A DuckDB file in the folder. */
  public static Target duckdb(Path folder, String name) {
    return new Target("jdbc:duckdb:" + folder.resolve(name + ".duckdb"));
  }

  /** A new database of the server that all tests share. */
  public static Target postgres() {
    return new Target(PostgresServer.shared().newDatabase().jdbcUrl());
  }

  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(login);
    if (url.startsWith("jdbc:mariadb:")) {
      // Names in quotes, as all others read them.
      properties.put("sessionVariables", "sql_mode='ANSI_QUOTES'");
    }
    return DriverManager.getConnection(url, properties);
  }

  /** The same database through another port, such as a proxy's. */
  public Target through(int port) {
    return new Target(url.replaceFirst(":\\d+/", ":" + port + "/"), login, everyType);
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
    return differencesFrom(source, everyType, "true");
  }

  /** The same where deletes leave rows with a mark, by their numbers and texts. */
  public List<String> livingDifferencesFrom(PostgresDatabase source) throws SQLException {
    return differencesFrom(source, false, "_deleted_at IS NULL");
  }

  /** The same where earlier versions of rows are kept. */
  public List<String> currentDifferencesFrom(PostgresDatabase source) throws SQLException {
    return differencesFrom(source, false, "is_current");
  }

  private List<String> differencesFrom(
      PostgresDatabase source, boolean allColumns, String condition) throws SQLException {
    List<String> differences = new ArrayList<>();
    try (Connection original = source.connect();
        Connection copy = connect()) {
      for (Workload.Table table : Workload.TABLES) {
        String plain = "(SELECT " + PLAIN.get(table.name()) + " FROM " + table.name() + " WHERE ";
        String rows = allColumns ? table.name() : plain + "true) x";
        String copied = allColumns ? table.name() : plain + condition + ") x";
        TableEquality found = TableEquality.compare(original, rows, copy, copied, table.key());
        if (!found.isEqual()) {
          differences.add(table.name() + ": " + found);
        }
      }
    }
    return differences;
  }
}
