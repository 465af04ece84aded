package io.sluice.connector.table.config;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Settings that begin with {@code driver.}: properties of the target's JDBC driver. Those that the
 * sink decides itself, also where they stand in the URL, and those that the driver would ignore,
 * are refused by name.
 */
public final class TargetDriverProperties {
  private static final String PREFIX = "driver.";

  /** What the driver calls it, and which setting says it here. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "user", TableSinkConfig.USER,
          "password", TableSinkConfig.PASSWORD,
          "PGDBNAME", TableSinkConfig.URL,
          "PGHOST", TableSinkConfig.URL,
          "PGPORT", TableSinkConfig.URL);

  /** The last would put rows into errors: a server's detail repeats the row. */
  private static final Set<String> FIXED =
      Set.of("replication", "preferQueryMode", "readOnly", "logServerErrorDetail");

  /** Classes of the user's, which may read properties that the driver does not know. */
  private static final Set<String> EXTENSIONS =
      Set.of("socketFactory", "sslfactory", "authenticationPluginClassName");

  /** As above, of the MariaDB driver; the first ones would put rows into errors. */
  private static final Set<String> FIXED_MYSQL =
      Set.of(
          "dumpQueriesOnException",
          "includeInnodbStatusInDeadlockExceptions",
          "includeThreadDumpInDeadlockExceptions",
          "allowLocalInfile",
          "autocommit",
          "transactionIsolation",
          "transactionReplay",
          "useAffectedRows",
          "jdbcCompliantTruncation",
          "sessionVariables",
          "initSql");

  private static final Map<String, String> SETTINGS_MYSQL =
      Map.of(
          "user", TableSinkConfig.USER,
          "password", TableSinkConfig.PASSWORD,
          "database", TableSinkConfig.URL);

  private TargetDriverProperties() {}

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
    Map<String, String> refused = refusedProperties(settings);
    String url = settings.getOrDefault(TableSinkConfig.URL, "");
    String address = UrlParameters.wrongAddress(url);
    String parameters = refusedParameters(url);
    if (address != null) {
      refused.put(TableSinkConfig.URL, address);
    } else if (parameters != null) {
      refused.put(TableSinkConfig.URL, parameters);
    }
    return refused;
  }

  /** What a URL says that the sink decides itself; null if nothing. */
  private static @Nullable String refusedParameters(String url) {
    List<String> refused =
        UrlParameters.names(url).stream().filter(name -> isDecided(url, name)).toList();
    return refused.isEmpty()
        ? null
        : "has the parameter"
            + (refused.size() == 1 ? " " : "s ")
            + String.join(", ", refused)
            + ", which the sink decides itself; remove "
            + (refused.size() == 1 ? "it" : "them");
  }

  private static boolean isDecided(String url, String parameter) {
    if (TargetUrl.isMySql(url)) { // Its driver minds no upper and lower case in a URL.
      return FIXED_MYSQL.stream().anyMatch(parameter::equalsIgnoreCase);
    }
    return TargetUrl.isFile(url) || FIXED.contains(parameter);
  }

  private static Map<String, String> refusedProperties(Map<String, String> settings) {
    if (TargetUrl.isMySql(settings.getOrDefault(TableSinkConfig.URL, ""))) {
      return refusedByMySql(in(settings));
    }
    boolean duckDb = TargetUrl.isDuckDb(settings.getOrDefault(TableSinkConfig.URL, ""));
    boolean sqlite = TargetUrl.isSqlite(settings.getOrDefault(TableSinkConfig.URL, ""));
    boolean generic = TargetUrl.isGeneric(settings.getOrDefault(TableSinkConfig.URL, ""));
    Map<String, String> properties = in(settings);
    boolean extended = EXTENSIONS.stream().anyMatch(properties::containsKey);
    Map<String, String> refused = new TreeMap<>();
    for (String name : properties.keySet()) {
      String own = SETTINGS.get(name);
      if (duckDb) {
        // Two connections of one process to the same file must not differ in what opens it.
        refused.put(
            PREFIX + name,
            "is not taken with DuckDB, which is set by "
                + TableSinkConfig.DUCKDB_MEMORY
                + " and "
                + TableSinkConfig.DUCKDB_THREADS);
      } else if (sqlite) {
        refused.put(PREFIX + name, "is not taken with SQLite; remove it");
      } else if (own != null) {
        refused.put(PREFIX + name, "is set by " + own + " here; use that");
      } else if (generic) {
        continue; // Its driver alone knows its properties.
      } else if (FIXED.contains(name)) {
        refused.put(PREFIX + name, "is decided by the sink itself; remove it");
      } else if (PGProperty.forName(name) == null && !extended) {
        refused.put(
            PREFIX + name,
            "is not a property of the PostgreSQL driver, whose names mind upper and lower case");
      }
    }
    return refused;
  }

  private static Map<String, String> refusedByMySql(Map<String, String> properties) {
    Set<String> known = namesOfMySqlDriver();
    Map<String, String> refused = new TreeMap<>();
    for (String name : properties.keySet()) {
      String own = SETTINGS_MYSQL.get(name);
      if (own != null) {
        refused.put(PREFIX + name, "is set by " + own + " here; use that");
      } else if (FIXED_MYSQL.contains(name)) {
        refused.put(PREFIX + name, "is decided by the sink itself; remove it");
      } else if (!known.contains(name) && !properties.containsKey("socketFactory")) {
        refused.put(
            PREFIX + name,
            "is not a property of the MariaDB driver, whose names mind upper and lower case");
      }
    }
    return refused;
  }

  private static Set<String> namesOfMySqlDriver() {
    try {
      return Arrays.stream(
              new org.mariadb.jdbc.Driver().getPropertyInfo("jdbc:mariadb:///", new Properties()))
          .map(property -> property.name)
          .collect(Collectors.toSet());
    } catch (SQLException e) {
      throw new IllegalStateException("the MariaDB driver does not know its own URL", e);
    }
  }
}
