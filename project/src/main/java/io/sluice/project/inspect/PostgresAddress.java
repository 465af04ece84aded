package io.sluice.project.inspect;

import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and how to log in, from the property names of Debezium's
 * connector.
 *
 * @param host name or address
 * @param port 5432 unless said
 * @param database its name
 * @param user who logs in
 * @param password resolved; null for none. Never shown: {@link #toString} leaves it out
 * @param sslMode of libpq, {@code prefer} unless said
 */
public record PostgresAddress(
    String host,
    int port,
    String database,
    String user,
    @Nullable String password,
    String sslMode) {

  /**
   * From a source's resolved config.
   *
   * @throws IllegalArgumentException when the port is not a number or a required key is absent
   */
  public static PostgresAddress of(Map<String, String> config) {
    return new PostgresAddress(
        config.getOrDefault("database.hostname", "localhost"),
        port(config.getOrDefault("database.port", "5432")),
        required(config, "database.dbname"),
        required(config, "database.user"),
        config.get("database.password"),
        config.getOrDefault("database.sslmode", "prefer"));
  }

  /** Whether the config names such a database at all. */
  public static boolean isIn(Map<String, String> config) {
    return config.containsKey("database.dbname") && config.containsKey("database.user");
  }

  /** The JDBC URL, without login. */
  public String url() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database);
  }

  /** What the driver is given beside the URL. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("sslmode", sslMode);
    properties.setProperty("ApplicationName", "sluice");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("readOnly", "true");
    return properties;
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }

  private static String encoded(String name) {
    return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, together with numbers that are no ports.
    }
    throw new IllegalArgumentException(
        "database.port: expected 1 to 65535 but found '" + text + "'");
  }

  private static String required(Map<String, String> config, String key) {
    String value = config.get(key);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(key + ": is required");
    }
    return value;
  }
}
