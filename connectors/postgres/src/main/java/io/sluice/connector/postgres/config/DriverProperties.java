package io.sluice.connector.postgres.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.postgresql.PGProperty;

/**
 * Settings that begin with {@code driver.}: properties of the PostgreSQL JDBC driver, as Debezium
 * has them. Those that this connector decides itself, and those that the driver would ignore, are
 * refused by name.
 */
public final class DriverProperties {
  private static final String PREFIX = "driver.";

  /** What the driver calls it, and which setting says it here. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("user", Settings.USER),
          Map.entry("password", Settings.PASSWORD),
          Map.entry("PGDBNAME", Settings.DBNAME),
          Map.entry("PGHOST", Settings.HOSTNAME),
          Map.entry("PGPORT", Settings.PORT),
          Map.entry("sslmode", Settings.SSL_MODE),
          Map.entry("sslcert", "database.sslcert"),
          Map.entry("sslkey", "database.sslkey"),
          Map.entry("sslrootcert", "database.sslrootcert"),
          Map.entry("sslpassword", "database.sslpassword"),
          Map.entry("sslfactory", "database.sslfactory"),
          Map.entry("tcpKeepAlive", Settings.TCP_KEEP_ALIVE));

  /** The last would put rows into errors: a server's detail repeats the row. */
  private static final Set<String> FIXED =
      Set.of("replication", "preferQueryMode", "assumeMinServerVersion", "logServerErrorDetail");

  /** Classes of the user's, which may read properties that the driver does not know. */
  private static final Set<String> EXTENSIONS =
      Set.of(PREFIX + "socketFactory", PREFIX + "authenticationPluginClassName");

  private DriverProperties() {}

  /** The properties by the driver's names. */
  static Map<String, String> in(Map<String, String> settings) {
    Map<String, String> properties = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            properties.put(key.substring(PREFIX.length()), value);
          }
        });
    return properties;
  }

  /** What is not taken and why, by setting. */
  public static Map<String, String> refused(Map<String, String> settings) {
    boolean extended =
        settings.containsKey("database.sslfactory")
            || EXTENSIONS.stream().anyMatch(settings::containsKey);
    Map<String, String> refused = new TreeMap<>();
    for (String name : in(settings).keySet()) {
      String own = SETTINGS.get(name);
      if (own != null) {
        refused.put(PREFIX + name, "is set by " + own + " here; use that");
      } else if (FIXED.contains(name)) {
        refused.put(PREFIX + name, "is decided by the connector itself; remove it");
      } else if (PGProperty.forName(name) == null && !extended) {
        refused.put(
            PREFIX + name,
            "is not a property of the PostgreSQL driver, whose names mind upper and lower case");
      }
    }
    return refused;
  }

  /**
   * @throws ConfigException naming the first that is refused
   */
  static void check(Map<String, String> settings) {
    refused(settings).entrySet().stream()
        .findFirst()
        .ifPresent(
            first -> {
              throw new ConfigException(first.getKey() + " " + first.getValue());
            });
  }
}
