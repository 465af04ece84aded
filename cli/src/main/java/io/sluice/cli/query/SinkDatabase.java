package io.sluice.cli.query;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
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

  private static final String DRIVER = "driver."; // the table sink's prefix of driver properties

  private final String url;
  private final Properties login;
  private final ClassLoader plugin;

  private SinkDatabase(String url, Properties login, ClassLoader plugin) {
    this.url = url;
    this.login = login;
    this.plugin = plugin;
  }

  /**
   * From a sink's settings; empty when they name no database that can be asked here.
   *
   * @param config the sink's settings, secrets in place
   * @param plugin the class loader of the sink's plugin, which has the driver
   */
  public static Optional<SinkDatabase> of(Map<String, String> config, ClassLoader plugin) {
    String url = first(config, "url", "connection.url");
    if (url == null || !(url.startsWith(DUCKDB) || url.startsWith(POSTGRESQL))) {
      return Optional.empty();
    }
    Properties login = new Properties();
    if (url.startsWith(POSTGRESQL)) {
      config.forEach(
          (key, value) -> {
            if (key.startsWith(DRIVER)) {
              login.setProperty(key.substring(DRIVER.length()), value);
            }
          });
    }
    put(login, "user", first(config, "user", "connection.user", "connection.username"));
    put(login, "password", first(config, "password", "connection.password"));
    return Optional.of(new SinkDatabase(url, login, plugin));
  }

  /** Whether it is a server that may be down, and not a file. */
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
    return connect(login);
  }

  private Connection connectAlone() throws SQLException {
    String path = url.substring(DUCKDB.length());
    if (path.isEmpty() || path.startsWith(":memory:")) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          "the sink's database is in memory, so it exists only while the pipeline runs",
          null);
    }
    int options = path.indexOf(';');
    if (!Files.exists(Path.of(options < 0 ? path : path.substring(0, options)))) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND, path + " does not exist yet", "Run the pipeline first.");
    }
    Properties readOnly = new Properties();
    readOnly.putAll(login);
    readOnly.setProperty("duckdb.read_only", "true");
    readOnly.setProperty("autoinstall_known_extensions", "false");
    readOnly.setProperty("autoload_known_extensions", "false");
    return connect(readOnly);
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
