package io.sluice.project.draft;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a form has in its fields before anybody has filled them in, for connectors of ours. */
public final class Suggestions {
  private static final int LONGEST_SLOT = 63;
  private static final String PREFIX = "sluice_";

  private Suggestions() {}

  /**
   * By setting.
   *
   * @param className of the connector
   * @param pipeline its name
   */
  public static Map<String, String> of(String className, String pipeline) {
    Map<String, String> settings = new LinkedHashMap<>();
    switch (className) {
      case "io.sluice.connector.postgres.PostgresConnector" -> {
        String slot = slot(pipeline);
        settings.put("database.hostname", "localhost");
        settings.put("topic.prefix", slot.substring(PREFIX.length()));
        settings.put("slot.name", slot);
        settings.put("publication.name", slot);
        settings.put("publication.autocreate.mode", "filtered");
      }
      case "io.sluice.connector.table.TableSinkConnector" -> {
        settings.put("url", "jdbc:duckdb:warehouse.duckdb");
        settings.put("mode", "upsert");
      }
      default -> {
        // Others begin with what they declare themselves.
      }
    }
    return settings;
  }

  /** The name that slot and publication of a pipeline share: what PostgreSQL allows for a slot. */
  public static String slot(String pipeline) {
    String plain = pipeline.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    String slot = PREFIX + plain;
    return slot.substring(0, Math.min(LONGEST_SLOT, slot.length()));
  }
}
