package io.sluice.pipeline.file;

import static io.sluice.pipeline.setting.SettingType.described;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.kafka.TopicSpec;
import io.sluice.pipeline.kafka.TopicSpec.Naming;
import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.setting.ConfigType;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Topics: a list of names, or {@code names}, {@code regex} or {@code prefix} and beside it how
 * topics are made, by Kafka's own names.
 */
final class TopicsType implements Compound<TopicSpec> {
  private static final Map<String, Naming> NAMINGS =
      Map.of("names", Naming.NAMES, "regex", Naming.REGEX, "prefix", Naming.PREFIX);
  private static final Set<String> COUNTS =
      Set.of(TopicSpec.PARTITIONS, TopicSpec.REPLICATION_FACTOR);

  @Override
  public @Nullable TopicSpec read(Yaml yaml, Problems problems) {
    int before = problems.count();
    if (yaml instanceof Yaml.Sequence) {
      List<String> names = names(Naming.NAMES, yaml, problems);
      return problems.count() > before
          ? null
          : new TopicSpec(Naming.NAMES, names, Map.of(), yaml.place());
    }
    if (!(yaml instanceof Yaml.Mapping mapping)) {
      problems.unexpected(yaml, expectation());
      return null;
    }
    Naming naming = Naming.CONNECTOR;
    List<String> names = List.of();
    List<Yaml.Entry> rest = new ArrayList<>();
    for (Yaml.Entry entry : mapping.entries()) {
      Naming said = NAMINGS.get(entry.key());
      if (said == null) {
        rest.add(entry);
      } else if (naming == Naming.CONNECTOR) {
        naming = said;
        names = names(said, entry.value(), problems);
      } else {
        problems.error(
            entry.place(), "'names', 'regex' and 'prefix' exclude each other", "Keep one of them");
      }
    }
    Map<String, String> settings = settings(mapping.place(), rest, problems);
    return problems.count() > before
        ? null
        : new TopicSpec(naming, names, settings, mapping.place());
  }

  private static List<String> names(Naming naming, Yaml yaml, Problems problems) {
    List<Yaml> items =
        naming == Naming.NAMES && yaml instanceof Yaml.Sequence sequence
            ? sequence.items()
            : List.of(yaml);
    if (items.isEmpty()) {
      problems.unexpected(yaml, "a list of at least one topic");
    }
    List<String> names = new ArrayList<>();
    for (Yaml item : items) {
      if (!(item instanceof Yaml.Scalar scalar) || !isRight(naming, scalar.text())) {
        problems.unexpected(item, expected(naming));
      } else if (names.contains(scalar.text())) {
        problems.error(item.place(), "names the same topic twice", "Keep one");
      } else {
        names.add(scalar.text());
      }
    }
    return names;
  }

  private static boolean isRight(Naming naming, String text) {
    if (naming != Naming.REGEX) {
      return TopicSpec.isName(text);
    }
    try {
      Pattern.compile(text);
      return !text.isBlank();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  static String expected(Naming naming) {
    return naming == Naming.REGEX
        ? "a regular expression of Java that whole topic names match"
        : "a topic's name: letters, digits, '.', '_' and '-', at most 249 of them";
  }

  private static Map<String, String> settings(
      Place place, List<Yaml.Entry> entries, Problems problems) {
    UnresolvedConfig config = ConfigType.flatten(place, entries, problems);
    if (config == null) {
      return Map.of();
    }
    checkSettings(config, problems);
    return config.values();
  }

  /** What stands there must be something that Kafka knows of topics. */
  static void checkSettings(UnresolvedConfig config, Problems problems) {
    Set<String> known = TopicSpec.knownSettings();
    config
        .values()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                problems.error(
                    config.placeOf(key),
                    Problems.shown(key) + " is not a setting of a topic",
                    Spelling.nearest(key, known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse(
                            "Topics are named by 'names', 'regex' or 'prefix'; all else is said by"
                                + " Kafka's own names, such as partitions or retention.ms"));
              } else if (COUNTS.contains(key) && !value.matches("-1|[1-9][0-9]{0,4}")) {
                problems.error(
                    config.placeOf(key),
                    "expected a whole number from 1, or -1 for the broker's default, found "
                        + Problems.shown(value),
                    null);
              }
            });
  }

  @Override
  public String expectation() {
    return "a list of topics, or one of 'names', 'regex', 'prefix' and Kafka's settings of topics";
  }

  @Override
  public Map<String, Object> schema() {
    // In this order: the checked-in schema is compared as text.
    Map<String, Object> name = new LinkedHashMap<>();
    name.put("type", "string");
    name.put("minLength", 1);
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("type", List.of("array", "string"));
    names.put("items", name);
    Map<String, Object> count = new LinkedHashMap<>();
    count.put("type", "integer");
    count.put("minimum", -1);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("names", described("The topics by name.", names));
    properties.put(
        "regex", described("All topics whose whole name matches; for sinks alone.", name));
    properties.put(
        "prefix",
        described(
            "All topics that begin so; what a source names otherwise gets it in front.", name));
    properties.put(TopicSpec.PARTITIONS, described("Partitions of a topic that is made.", count));
    properties.put(
        TopicSpec.REPLICATION_FACTOR, described("Copies of a topic that is made.", count));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("array", "object"));
    schema.put("items", name);
    schema.put("minItems", 1);
    schema.put("properties", properties);
    schema.put(
        "additionalProperties", Map.of("type", List.of("string", "number", "boolean", "array")));
    return schema;
  }
}
