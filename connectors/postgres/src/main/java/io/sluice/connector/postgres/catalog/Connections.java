package io.sluice.connector.postgres.catalog;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.connector.postgres.config.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens connections to the source. Goes to the driver itself, since DriverManager cannot see into a
 * plugin's class loader.
 */
public final class Connections {

  private static final String[] SSL = {"sslcert", "sslkey", "sslrootcert", "sslfactory"};

  /**
   * Where values come as text, amounts must come with two digits and no thousands of currencies.
   */
  private static final String AMOUNTS = "SET lc_monetary = 'C'";

  /** Values must read the same whatever the role's or the database's settings are. */
  private static final String FORMS =
      "SET extra_float_digits = 3; SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET"
          + " timezone = 'UTC'; SET bytea_output = 'hex'";

  /**
   * A role's or a database's limits are made for its own queries; here each would begin the same
   * reading again, for ever. Asks for those that the server's release has.
   */
  private static final String NO_LIMITS =
      "SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name IN"
          + " ('statement_timeout', 'lock_timeout', 'transaction_timeout',"
          + " 'idle_in_transaction_session_timeout', 'idle_session_timeout')";

  /**
   * Decoded changes wait in memory until they are read, and are written to a temporary file if they
   * are more than this. Reordering them takes as much by default ({@code
   * logical_decoding_work_mem}). A role that has more keeps it.
   */
  private static final String ROOM_FOR_CHANGES =
      "SELECT pg_catalog.set_config(name, '64MB', false) FROM pg_catalog.pg_settings"
          + " WHERE name = 'work_mem' AND setting::int8 < 65536";

  private final PostgresConfig config;

  public Connections(PostgresConfig config) {
    this.config = config;
  }

  /** An ordinary connection in auto-commit mode, for queries that take no long time. */
  public Connection sql() throws SQLException {
    return sql(config.getInt(Settings.QUERY_TIMEOUT));
  }

  /** An ordinary connection for a transaction that may take hours, whatever limits the role has. */
  public Connection copying() throws SQLException {
    return sql(0);
  }

  /** An ordinary connection for decoding the log, whose values look like the stream's. */
  public Connection decoding() throws SQLException {
    Connection connection = open(properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute(FORMS + "; " + AMOUNTS);
      statement.execute(NO_LIMITS);
      statement.execute(ROOM_FOR_CHANGES);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private Connection sql(int timeoutMillis) throws SQLException {
    Connection connection = open(properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute(FORMS);
      statement.execute(NO_LIMITS);
      statement.execute("SET statement_timeout = " + timeoutMillis);
      for (String initial : config.initialStatements()) {
        statement.execute(initial);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  /** A connection that speaks the replication protocol. */
  public Connection replication() throws SQLException {
    Properties properties = properties();
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
    Connection connection = open(properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute(FORMS + "; " + AMOUNTS);
      statement.execute(NO_LIMITS);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  private Connection open(Properties properties) throws SQLException {
    String url = "jdbc:postgresql://" + host() + ":" + config.getInt(Settings.PORT) + "/";
    @Nullable Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("The driver did not accept the address " + url);
    }
    return connection;
  }

  private String host() {
    String host = config.getString(Settings.HOSTNAME).strip();
    // An IPv6 address must stand in brackets in a URL.
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private Properties properties() {
    Properties properties = new Properties();
    PGProperty.APPLICATION_NAME.set(properties, "Sluice " + config.slot());
    PGProperty.LOGIN_TIMEOUT.set(properties, 30);
    properties.putAll(config.driverProperties());
    PGProperty.PG_DBNAME.set(properties, config.database());
    PGProperty.USER.set(properties, config.getString(Settings.USER));
    @Nullable Password password = config.password();
    if (password != null) {
      PGProperty.PASSWORD.set(properties, password.value());
    }
    PGProperty.SSL_MODE.set(properties, config.getString(Settings.SSL_MODE));
    for (String name : SSL) {
      String value = config.getString("database." + name);
      if (value != null) {
        properties.setProperty(name, value);
      }
    }
    @Nullable Password sslPassword = config.getPassword("database.sslpassword");
    if (sslPassword != null) {
      PGProperty.SSL_PASSWORD.set(properties, sslPassword.value());
    }
    // A server's detail repeats the row that it refuses, and messages reach the log.
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    PGProperty.TCP_KEEP_ALIVE.set(properties, config.getBoolean(Settings.TCP_KEEP_ALIVE));
    return properties;
  }
}
