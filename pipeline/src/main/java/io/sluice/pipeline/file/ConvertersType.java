package io.sluice.pipeline.file;

import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.RecordFormat;
import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.setting.ConfigType;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How records lie in the topics: Kafka Connect's keys, with words for our converter and those that
 * come with it.
 */
final class ConvertersType implements Compound<UnresolvedConfig> {
  private static final List<String> CONVERTERS =
      List.of("key.converter", "value.converter", "header.converter");

  /** What holds where nothing is said: types and nulls come through a topic as they are. */
  static final UnresolvedConfig DEFAULT =
      UnresolvedConfig.of(
          expanded(
              Map.of(
                  "key.converter", "json-with-schemas", "value.converter", "json-with-schemas")));

  @Override
  public @Nullable UnresolvedConfig read(Yaml yaml, Problems problems) {
    int before = problems.count();
    UnresolvedConfig config = new ConfigType().read(yaml, problems);
    if (config == null) {
      return null;
    }
    config.values().forEach((key, value) -> check(config, key, value, problems));
    if (problems.count() > before) {
      return null;
    }
    Map<String, String> given = new LinkedHashMap<>(config.values());
    for (String converter : List.of("key.converter", "value.converter")) {
      given.putIfAbsent(converter, "json-with-schemas");
    }
    return new UnresolvedConfig(
        expanded(given), config.places(), config.place(), config.undeclared());
  }

  private static void check(UnresolvedConfig config, String key, String value, Problems problems) {
    if (CONVERTERS.contains(key)) {
      if (RecordFormat.of(value).isEmpty() && value.indexOf('.') < 0) {
        problems.error(
            config.placeOf(key),
            "expected a class name or one of "
                + String.join(", ", RecordFormat.words())
                + ", found "
                + Problems.shown(value),
            Spelling.nearest(value, RecordFormat.words())
                .map(near -> "Did you mean '" + near + "'?")
                .orElse(null));
      }
    } else if (CONVERTERS.stream().noneMatch(converter -> key.startsWith(converter + "."))) {
      problems.error(
          config.placeOf(key),
          Problems.shown(key) + " is not a converter",
          Spelling.nearest(key, CONVERTERS)
              .map(near -> "Did you mean '" + near + "'?")
              .orElse("Known here: " + String.join(", ", CONVERTERS) + " and what they are told"));
    }
  }

  /** With classes for words; what the file says of a converter itself goes before the word. */
  private static Map<String, String> expanded(Map<String, String> given) {
    Map<String, String> expanded = new LinkedHashMap<>();
    for (String converter : CONVERTERS) {
      String said = given.get(converter);
      if (said != null) {
        expanded.put(converter, RecordFormat.of(said).map(RecordFormat::className).orElse(said));
        RecordFormat.of(said)
            .ifPresent(
                format ->
                    format
                        .settings()
                        .forEach((key, value) -> expanded.put(converter + "." + key, value)));
      }
    }
    given.forEach(
        (key, value) -> {
          if (!CONVERTERS.contains(key)) {
            expanded.put(key, value);
          }
        });
    return expanded;
  }

  @Override
  public String expectation() {
    return "`key.converter`, `value.converter`, `header.converter`, each a class name or one of "
        + String.join(", ", RecordFormat.words())
        + ", and what they are told";
  }

  @Override
  public Map<String, Object> schema() {
    return new ConfigType().schema();
  }
}
