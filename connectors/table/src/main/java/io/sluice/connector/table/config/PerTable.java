package io.sluice.connector.table.config;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * Settings that can be said of one table: {@code setting.orders}, or {@code setting.public.orders}
 * where schemas have tables of the same name.
 */
final class PerTable {
  private PerTable() {}

  /** The values by table. */
  static Map<String, String> in(AbstractConfig config, String setting) {
    Map<String, String> found = new TreeMap<>();
    config
        .originalsWithPrefix(setting + ".")
        .forEach((table, value) -> found.put(table, String.valueOf(value)));
    return found;
  }

  /** What was said of the table; that with its schema wins. Null if nothing was. */
  static <T> @Nullable T find(Map<String, T> said, String schema, String table) {
    T exact = schema.isEmpty() ? null : said.get(schema + "." + table);
    return exact == null ? said.get(table) : exact;
  }
}
