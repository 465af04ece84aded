package io.sluice.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.sluice.pipeline.ConnectorSpec;
import java.util.Locale;
import java.util.Map;

/**
 * What a connector speaks to, as far as its settings say it in plain words: nothing that a secret
 * or a variable stands for, and no address with credentials in it.
 */
final class Peer {
  /**
   * Part of a connector's name or of a JDBC address, and what the conventions call the database.
   */
  private static final Map<String, String> SYSTEMS =
      Map.of(
          "postgres", "postgresql",
          "mariadb", "mariadb",
          "mysql", "mysql",
          "sqlite", "sqlite",
          "duckdb", "duckdb",
          "sqlserver", "microsoft.sql_server",
          "oracle", "oracle.db",
          "mongo", "mongodb");

  private Peer() {}

  static Attributes of(ConnectorSpec connector) {
    Map<String, String> settings = connector.config().values();
    AttributesBuilder attributes = Attributes.builder().put(Keys.CONNECTOR, connector.connector());
    String told = connector.connector() + " " + scheme(plain(settings, "url"));
    String lower = told.toLowerCase(Locale.ROOT);
    SYSTEMS.forEach(
        (part, system) -> {
          if (lower.contains(part)) {
            attributes.put(Keys.DATABASE, system);
          }
        });
    String host = plain(settings, "database.hostname");
    if (!host.isEmpty()) {
      attributes.put(Keys.ADDRESS, host);
    }
    String port = plain(settings, "database.port");
    if (port.matches("[0-9]{1,5}")) {
      attributes.put(Keys.PORT, Long.parseLong(port));
    }
    String database = plain(settings, "database.dbname");
    if (!database.isEmpty()) {
      attributes.put(Keys.NAMESPACE, database);
    }
    return attributes.build();
  }

  /** Empty if something stands for it. */
  private static String plain(Map<String, String> settings, String key) {
    String value = settings.getOrDefault(key, "");
    return value.contains("${") ? "" : value;
  }

  /** Of {@code jdbc:duckdb:shop.duckdb} the second word; the rest may have a password in it. */
  private static String scheme(String url) {
    String[] parts = url.split(":", 3);
    return parts.length == 3 && parts[0].equals("jdbc") ? parts[1] : "";
  }
}
