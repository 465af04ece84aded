package io.sluice.connector.table.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Settings that can be said of one table: {@code setting.orders}, or {@code setting.public.orders}
 * where schemas have tables of the same name.
 */
final class PerTable {
  private PerTable() {}

  /**
   * The values by table.
   *
   * @throws ConfigException if one is of a name that no table can have as names are spelled: nobody
   *     would ever heed it
   */
  static Map<String, String> in(AbstractConfig config, String setting) {
    String said = config.getString(NameSettings.TABLE_CASE);
    NameCase spelling = NameCase.valueOf(said.toUpperCase(Locale.ROOT));
    Map<String, String> found = new TreeMap<>();
    config
        .originalsWithPrefix(setting + ".")
        .forEach(
            (table, value) -> {
              String spelled =
                  Stream.of(table.split("\\.", -1))
                      .map(spelling::of)
                      .collect(Collectors.joining("."));
              if (!spelled.equals(table)) {
                throw new ConfigException(
                    setting
                        + "."
                        + table
                        + ": no table is called so with "
                        + NameSettings.TABLE_CASE
                        + " "
                        + said
                        + ". Write "
                        + spelled
                        + ", as in the target.");
              }
              found.put(table, String.valueOf(value));
            });
    return found;
  }

  /** What was said of the table; that with its schema wins. Null if nothing was. */
  static <T> @Nullable T find(Map<String, T> said, String schema, String table) {
    T exact = schema.isEmpty() ? null : said.get(schema + "." + table);
    return exact == null ? said.get(table) : exact;
  }
}
