package io.sluice.connector.postgres.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/** Settings of the user's converters: names, and behind each name and a dot what is its own. */
public final class ConverterSettings {

  static final String CONVERTERS = "converters";

  /**
   * A converter.
   *
   * @param name what its settings begin with
   * @param type its class, null when that is missing
   * @param properties its settings without the name
   */
  public record Named(String name, @Nullable String type, Map<String, String> properties) {

    public Named {
      properties = Map.copyOf(properties);
    }
  }

  private ConverterSettings() {}

  static void define(ConfigDef def) {
    def.define(
        CONVERTERS,
        Type.STRING,
        null,
        LOW,
        "Names of converters, separated by commas. The settings of each begin with its name and a"
            + " dot: type, a class of Debezium's interface CustomConverter, and its own.");
  }

  /** The converters in the order in which they are asked. */
  public static List<Named> of(Map<String, String> settings) {
    List<Named> converters = new ArrayList<>();
    for (String entry : settings.getOrDefault(CONVERTERS, "").split(",")) {
      String name = entry.strip();
      if (name.isEmpty()) {
        continue;
      }
      Map<String, String> own = new TreeMap<>();
      settings.forEach(
          (key, value) -> {
            if (key.startsWith(name + ".")) {
              own.put(key.substring(name.length() + 1), value);
            }
          });
      converters.add(new Named(name, own.get("type"), own));
    }
    return converters;
  }
}
