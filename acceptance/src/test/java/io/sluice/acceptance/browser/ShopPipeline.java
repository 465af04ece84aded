package io.sluice.acceptance.browser;

import io.sluice.testkit.PostgresDatabase;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pipeline file from a PostgreSQL into a table sink.
 *
 * @param name of the pipeline, and of its file
 * @param tables as {@code table.include.list} has them
 * @param url of the sink's database
 */
record ShopPipeline(String name, PostgresDatabase shop, String tables, String url) {
  /**
   * Writes it.
   *
   * @param place a folder of the project, empty or with a slash at its end
   * @param more lines of YAML
   */
  void writeInto(ServedFolder folder, String place, String more) throws IOException {
    String slot = name.substring(0, Math.min(20, name.length())).replace('-', '_');
    Map<String, String> config = new TreeMap<>(shop.debeziumConfig());
    config.putAll(
        Map.of(
            "topic.prefix", slot,
            "table.include.list", tables,
            "slot.name", slot,
            "publication.name", slot));
    StringBuilder yaml = new StringBuilder("name: " + name + "\n" + more);
    yaml.append("source:\n  connector: postgres\n  config:\n");
    config.forEach(
        (key, value) ->
            yaml.append("    ").append(key).append(": \"").append(value).append("\"\n"));
    yaml.append("sinks:\n  - connector: table\n    config: {url: \"").append(url).append("\"}\n");
    yaml.append("on_error: {record: dead_letter}\nslo: {freshness: 30s}\n");
    folder.write(place + name + ".yaml", yaml.toString());
  }
}
