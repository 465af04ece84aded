package io.sluice.connector.table.mysql;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * A connection whose session is as the sink needs it, and what its server is.
 *
 * @param connection the connection
 * @param server what answers there
 */
record MySqlSession(Connection connection, Server server) {
  private static final int UNKNOWN_DATABASE = 1049;

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})\\.(\\d{1,5})");

  /** The number that MySQL's own clients have for it. */
  private static final int NEEDS_ENCRYPTION = 2061;

  private static final String NOT_ENCRYPTED =
      "the server takes this user's password (caching_sha2_password) only where it cannot be read"
          + " on the way. Encrypt the connection (driver.sslMode), or allow the driver to ask for"
          + " the server's key (driver.allowPublicKeyRetrieval: true)";

  /** Of Galera: a load commits every 10,000 rows. */
  private static final String SPLITTING = "wsrep_load_data_splitting";

  private static final String KEYS = "sql_require_primary_key";

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
   * @param localInfile whether it takes {@code LOAD DATA LOCAL INFILE}, and all of it in one
   *     transaction
   * @param maxPacket bytes of the longest statement that it takes
   * @param keys whether each table must have a primary key, temporary ones too
   * @param invisible whether a column can be invisible
   */
  record Server(
      boolean mariaDb, boolean localInfile, long maxPacket, boolean keys, boolean invisible) {
    /**
     * A column that no row brings, by which a table has a primary key; with a comma behind it, or
     * nothing where the server asks for none. It is as the one that MySQL adds where {@code
     * sql_generate_invisible_primary_key} is on.
     */
    String keyOfItsOwn() {
      return keys
          ? "\"my_row_id\" bigint unsigned NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */"
              + " PRIMARY KEY, "
          : "";
    }

    /**
     * Compares by code point and minds blanks at the end: any other would take different keys for
     * one.
     */
    String collation() {
      return mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
    }
  }

  /** The server is there and will not do; the message says why and what to do, without secrets. */
  static final class Unfit extends SQLException {
    private static final long serialVersionUID = 1;

    Unfit(String message, String state, int number, @Nullable Throwable cause) {
      super(message, state, number, cause);
    }

    Unfit(String message) {
      this(message, "0A000", 0, null);
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

  /** Breaks off what the server does for a connection, by way of another one. Any thread. */
  static void cancel(Connection connection) throws SQLException {
    connection.unwrap(org.mariadb.jdbc.Connection.class).cancelCurrentQuery();
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
      if (e.getErrorCode() == UNKNOWN_DATABASE) {
        // The state that this server gives is that of any syntax error.
        throw new SQLException("the database does not exist", "3D000", e.getErrorCode(), e);
      }
      if (String.valueOf(e.getMessage()).contains("RSA public key")) {
        throw new Unfit(NOT_ENCRYPTED, "28000", NEEDS_ENCRYPTION, e);
      }
      throw e;
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
        throw new Unfit("the server keeps sql_mode from being strict: it would cut values");
      }
      if (row.getString(4) == null) {
        throw new SQLException("the URL names no database", "3D000");
      }
      if (row.getInt(5) == 0) {
        throw new Unfit(
            "the server is too old: MariaDB 10.2 or MySQL 8.0.17 is the first that compares keys"
                + " exactly");
      }
      Map<String, String> settings = settings(connection);
      if (isOn(settings, "log_bin")
          && "STATEMENT".equalsIgnoreCase(settings.get("binlog_format"))) {
        throw new Unfit(
            "the server's binlog_format is STATEMENT, which takes no transaction that reads what is"
                + " committed. Expected ROW or MIXED: SET GLOBAL binlog_format = 'ROW'.");
      }
      return new Server(
          version.contains("MariaDB"),
          row.getBoolean(2) && !(isOn(settings, "wsrep_on") && isOn(settings, SPLITTING)),
          row.getLong(6),
          isOn(settings, KEYS),
          hasInvisibleColumns(version));
    }
  }

  /** MariaDB from 10.3 on, MySQL from 8.0.23 on, by their release notes. */
  static boolean hasInvisibleColumns(String version) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.find()) {
      return false;
    }
    int[] first = version.contains("MariaDB") ? new int[] {10, 3, 0} : new int[] {8, 0, 23};
    int[] is = IntStream.rangeClosed(1, 3).map(i -> Integer.parseInt(numbers.group(i))).toArray();
    return Arrays.compare(is, first) >= 0;
  }

  /** Of those that not every server has. */
  private static Map<String, String> settings(Connection connection) throws SQLException {
    Map<String, String> settings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SHOW VARIABLES WHERE variable_name IN ('log_bin', 'binlog_format', 'wsrep_on', '"
                    + SPLITTING
                    + "', '"
                    + KEYS
                    + "')")) {
      while (rows.next()) {
        settings.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
      }
    }
    return settings;
  }

  private static boolean isOn(Map<String, String> settings, String name) {
    return "ON".equalsIgnoreCase(settings.get(name));
  }
}
