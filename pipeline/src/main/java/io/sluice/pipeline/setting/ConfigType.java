package io.sluice.pipeline.setting;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's settings: any keys, brought into Kafka Connect's flat text form. Which keys and values
 * are right, only the plugin knows.
 */
public final class ConfigType implements Compound<UnresolvedConfig> {
  @Override
  public @Nullable UnresolvedConfig read(Yaml yaml, Problems problems) {
    if (yaml instanceof Yaml.Nothing) {
      return new UnresolvedConfig(Map.of(), Map.of(), yaml.place(), Set.of());
    }
    if (!(yaml instanceof Yaml.Mapping mapping)) {
      problems.unexpected(yaml, expectation());
      return null;
    }
    return flatten(mapping.place(), mapping.entries(), problems);
  }

  /** The settings in {@code entries}, nested ones with dotted keys. */
  public static @Nullable UnresolvedConfig flatten(
      Place place, List<Yaml.Entry> entries, Problems problems) {
    Flat flat = new Flat(problems);
    int before = problems.count();
    entries.forEach(entry -> flat.put(entry.key(), entry.place(), entry.value()));
    return problems.count() == before
        ? new UnresolvedConfig(flat.values, flat.places, place, Set.of())
        : null;
  }

  @Override
  public String expectation() {
    return "the plugin's settings as keys with values";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("type", List.of("string", "number", "boolean", "array", "object"));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("object", "null"));
    schema.put("additionalProperties", value);
    return schema;
  }

  private static final class Flat {
    private final Problems problems;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();

    Flat(Problems problems) {
      this.problems = problems;
    }

    void put(String key, Place place, Yaml yaml) {
      if (yaml instanceof Yaml.Mapping mapping) {
        mapping.entries().forEach(e -> put(key + "." + e.key(), e.place(), e.value()));
        return;
      }
      String value = text(yaml);
      if (value == null) {
        return;
      }
      Place first = places.putIfAbsent(key, place);
      if (first != null) {
        problems.error(
            place,
            Problems.shown(key) + " is already given in line " + first.line(),
            "Nested keys are joined with dots; keep one");
        return;
      }
      values.put(key, value);
    }

    private @Nullable String text(Yaml yaml) {
      if (yaml instanceof Yaml.Scalar scalar) {
        return scalar.text();
      }
      if (yaml instanceof Yaml.Sequence sequence) {
        return joined(sequence);
      }
      problems.error(
          yaml.place(),
          "expected a value, found nothing",
          "Write '' for an empty text, or leave the key out");
      return null;
    }

    /** Kafka Connect's lists are texts with commas, without any way to escape one. */
    private @Nullable String joined(Yaml.Sequence sequence) {
      StringBuilder list = new StringBuilder();
      for (Yaml item : sequence.items()) {
        if (!(item instanceof Yaml.Scalar scalar)) {
          problems.unexpected(item, "a list of single values");
          return null;
        }
        if (scalar.text().indexOf(',') >= 0) {
          problems.error(
              item.place(),
              "expected an item without a comma, since Kafka Connect joins lists by commas",
              "Write the whole list as one text");
          return null;
        }
        list.append(list.isEmpty() ? "" : ",").append(scalar.text());
      }
      return list.toString();
    }
  }
}
