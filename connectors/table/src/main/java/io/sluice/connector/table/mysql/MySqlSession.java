package io.sluice.connector.table.mysql;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/**
 * A connection whose session is as the sink needs it, and what its server is.
 *
 * @param connection the connection
 * @param server what answers there
 */
record MySqlSession(Connection connection, Server server) {
  private static final int UNKNOWN_DATABASE = 1049;

  /**
   * Strict: a value that does not fit is an error, never cut or replaced. Identifiers are quoted as
   * in the SQL standard. A zero in a numbered column is a zero. Lengths of waits are below what an
   * engine waits for a task.
   */
  private static final String SETTINGS =
      "SET SESSION sql_mode ="
          + " 'ANSI_QUOTES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO',"
          + " sql_notes = 1, sql_quote_show_create = 1, time_zone = '+00:00', sql_safe_updates = 0,"
          + " lock_wait_timeout = 50, innodb_lock_wait_timeout = 50";

  /**
   * A server.
   *
   * @param mariaDb whether it is a MariaDB; else a MySQL
   * @param localInfile whether it takes {@code LOAD DATA LOCAL INFILE}
   * @param maxPacket bytes of the longest statement that it takes
   */
  record Server(boolean mariaDb, boolean localInfile, long maxPacket) {
    /**
     * Compares by code point and minds blanks at the end: any other would take different keys for
     * one.
     */
    String collation() {
      return mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }
  }

  /** Opens a connection; it commits each statement. */
  static MySqlSession open(TableSinkConfig config) throws SQLException {
    Connection opened = connect(config);
    try {
      Sql.execute(opened, SETTINGS);
      return new MySqlSession(opened, serverOf(opened));
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  private static Connection connect(TableSinkConfig config) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "10000");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("connectionAttributes", "program_name:sluice");
    properties.putAll(config.driverProperties());
    if (!config.user().isEmpty()) {
      properties.setProperty("user", config.user());
    }
    if (!config.password().value().isEmpty()) {
      properties.setProperty("password", config.password().value());
    }
    properties.setProperty("allowLocalInfile", "true");
    // These would put rows into errors, or tell rows that did not change from rows not there.
    properties.setProperty("dumpQueriesOnException", "false");
    properties.setProperty("useAffectedRows", "false");
    String url = config.url();
    if (url.startsWith(MySqlDialect.MYSQL)) {
      url = MySqlDialect.MARIADB + url.substring(MySqlDialect.MYSQL.length());
    }
    try {
      Connection opened = new Driver().connect(url, properties);
      if (opened == null) {
        throw new SQLException("not a MariaDB or MySQL URL", "08001");
      }
      return opened;
    } catch (SQLException e) {
      // The state that this server gives is that of any syntax error.
      throw e.getErrorCode() == UNKNOWN_DATABASE
          ? new SQLException("the database does not exist", "3D000", e.getErrorCode(), e)
          : e;
    }
  }

  private static Server serverOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT VERSION(), @@local_infile, @@sql_mode, DATABASE(),"
                    + " (SELECT COUNT(*) FROM information_schema.collations WHERE collation_name"
                    + " IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')), @@max_allowed_packet")) {
      row.next();
      String version = row.getString(1);
      if (!row.getString(3).contains("STRICT_ALL_TABLES")) {
        throw new SQLException(
            "the server keeps sql_mode from being strict: it would cut values", "0A000");
      }
      if (row.getString(4) == null) {
        throw new SQLException("the URL names no database", "3D000");
      }
      if (row.getInt(5) == 0) {
        throw new SQLException(
            "the server is too old: MariaDB 10.2 or MySQL 8.0.17 is the first that compares keys"
                + " exactly",
            "0A000");
      }
      return new Server(version.contains("MariaDB"), row.getBoolean(2), row.getLong(6));
    }
  }
}
