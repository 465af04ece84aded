package io.sluice.project.query;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The database that a sink writes to, reached with the sink's own settings.
 *
 * <p>DuckDB lets one process at a time open a file, and within a process only through one copy of
 * its native code. So the process that runs the sink asks through the driver of the sink's plugin,
 * with the same (empty) settings that the sink opened it with; any other process opens the file
 * read-only.
 */
public final class SinkDatabase {
  private static final String DUCKDB = "jdbc:duckdb:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String MARIADB = "jdbc:mariadb:";
  private static final String MYSQL = "jdbc:mysql:"; // of the same driver

  /** Names and texts as the SQL of this package has them. */
  private static final String ANSI =
      "sql_mode='ANSI_QUOTES,STRICT_ALL_TABLES,NO_BACKSLASH_ESCAPES',time_zone='+00:00'";

  /** SQLite's own number of that way to open a file. */
  private static final String SQLITE_READONLY = "1";

  private static final String BUSY_TIMEOUT_MILLIS = "60000";

  private static final String DRIVER = "driver."; // the table sink's prefix of driver properties

  private final String url;
  private final Properties login;
  private final ClassLoader plugin;

  /** Which database it is. */
  public enum Kind {
    POSTGRESQL,
    DUCKDB,
    SQLITE,
    /** MariaDB and MySQL. */
    MARIADB,
    /** One of which only the JDBC driver is known. */
    OTHER
  }

  private SinkDatabase(String url, Properties login, ClassLoader plugin) {
    this.url = url;
    this.login = login;
    this.plugin = plugin;
  }

  /**
   * From a sink's settings; empty when they name no database.
   *
   * @param config the sink's settings, secrets in place
   * @param plugin the class loader of the sink's plugin, which has the driver
   */
  public static Optional<SinkDatabase> of(Map<String, String> config, ClassLoader plugin) {
    String url = first(config, "url", "connection.url");
    if (url == null || !url.startsWith("jdbc:")) {
      return Optional.empty();
    }
    Properties login = new Properties();
    if (!url.startsWith(DUCKDB) && !url.startsWith(SQLITE)) {
      config.forEach(
          (key, value) -> {
            if (key.startsWith(DRIVER)) {
              login.setProperty(key.substring(DRIVER.length()), value);
            }
          });
    }
    put(login, "user", first(config, "user", "connection.user", "connection.username"));
    put(login, "password", first(config, "password", "connection.password"));
    String known = url.startsWith(MYSQL) ? MARIADB + url.substring(MYSQL.length()) : url;
    return Optional.of(new SinkDatabase(known, login, plugin));
  }

  /** Where it is, for the driver; may have a password in it. */
  public String url() {
    return url;
  }

  /** Which database it is. */
  public Kind kind() {
    if (url.startsWith(POSTGRESQL)) {
      return Kind.POSTGRESQL;
    }
    if (url.startsWith(DUCKDB)) {
      return Kind.DUCKDB;
    }
    if (url.startsWith(SQLITE)) {
      return Kind.SQLITE;
    }
    return url.startsWith(MARIADB) ? Kind.MARIADB : Kind.OTHER;
  }

  /** Whether users can ask it: there is a way to let queries through and nothing else. */
  public boolean answersQueries() {
    return kind() == Kind.POSTGRESQL || kind() == Kind.DUCKDB;
  }

  /** Whether it is a server of PostgreSQL, that may be down, and not a file. */
  public boolean isServer() {
    return url.startsWith(POSTGRESQL);
  }

  /** For the process whose sink has it open. */
  public ReadOnlyTarget openBesideTheSink() throws SQLException {
    return url.startsWith(DUCKDB)
        ? new DuckDbQueries(connectBesideTheSink())
        : PostgresQueries.open(url, login);
  }

  /** For a process that runs no sink. */
  public ReadOnlyTarget openAlone() throws SQLException {
    return url.startsWith(DUCKDB)
        ? new DuckDbQueries(connectAlone())
        : PostgresQueries.open(url, login);
  }

  /**
   * A plain connection for code of ours that reads, in the process whose sink has it open. Not for
   * what users type: use {@link #openBesideTheSink} there.
   */
  public Connection connectBesideTheSink() throws SQLException {
    return switch (kind()) {
      case MARIADB -> connect(with(login, "sessionVariables", ANSI));
      case SQLITE -> connect(with(login, "busy_timeout", BUSY_TIMEOUT_MILLIS));
      case POSTGRESQL, DUCKDB, OTHER -> connect(login);
    };
  }

  /** A plain connection for code of ours that reads, while another process may run the sink. */
  public Connection connectToRead() throws SQLException {
    if (kind() != Kind.SQLITE) {
      return connectBesideTheSink();
    }
    String path = url.substring(SQLITE.length());
    int options = path.indexOf('?');
    requireFile(options < 0 ? path : path.substring(0, options));
    return connect(
        with(with(login, "busy_timeout", BUSY_TIMEOUT_MILLIS), "open_mode", SQLITE_READONLY));
  }

  private static Properties with(Properties login, String key, String value) {
    Properties properties = new Properties();
    properties.putAll(login);
    properties.setProperty(key, value);
    return properties;
  }

  private Connection connectAlone() throws SQLException {
    String path = url.substring(DUCKDB.length());
    int options = path.indexOf(';');
    requireFile(options < 0 ? path : path.substring(0, options));
    Properties readOnly = new Properties();
    readOnly.putAll(login);
    readOnly.setProperty("duckdb.read_only", "true");
    readOnly.setProperty("autoinstall_known_extensions", "false");
    readOnly.setProperty("autoload_known_extensions", "false");
    return connect(readOnly);
  }

  private static void requireFile(String path) {
    if (path.isEmpty() || path.startsWith(":memory:")) {
      throw new MissingDatabaseException(
          "the sink's database is in memory, so it exists only while the pipeline runs", null);
    }
    if (!Files.exists(Path.of(path))) {
      throw new MissingDatabaseException(path + " does not exist yet", "Run the pipeline first.");
    }
  }

  private Connection connect(Properties properties) throws SQLException {
    for (Driver driver : ServiceLoader.load(Driver.class, plugin)) {
      if (driver.acceptsURL(url)) {
        Connection connection = driver.connect(url, properties);
        if (connection != null) {
          return connection;
        }
      }
    }
    throw new SQLException(
        "no driver for "
            + url.substring(0, url.indexOf(':', 5) + 1)
            + " in the sink's plugin folder");
  }

  private static @Nullable String first(Map<String, String> config, String... keys) {
    for (String key : keys) {
      String value = config.get(key);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }

  private static void put(Properties properties, String key, @Nullable String value) {
    if (value != null) {
      properties.setProperty(key, value);
    }
  }
}
