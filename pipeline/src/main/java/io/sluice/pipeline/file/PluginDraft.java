package io.sluice.pipeline.file;

import static io.sluice.pipeline.setting.SettingType.described;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Spelling;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.setting.Compound;
import io.sluice.pipeline.setting.ConfigType;
import io.sluice.pipeline.setting.ScalarType;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import io.sluice.pipeline.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transform or predicate as it stands in the file, before names are given and predicates looked
 * up. Its own settings stand beside {@code type}, as in Kafka Connect.
 *
 * @param name the given name
 * @param place where the whole begins
 * @param type alias or class name
 * @param typePlace where that is written
 * @param config all keys that are not the draft's own
 * @param predicate a name or a predicate written inline
 * @param negate whether the predicate's answer is turned round
 */
record PluginDraft(
    Optional<String> name,
    Place place,
    String type,
    Place typePlace,
    UnresolvedConfig config,
    Optional<Yaml> predicate,
    boolean negate) {
  private static final String TYPE = "type";
  private static final ScalarType<String> TYPE_NAME =
      ScalarType.text("an alias or class name, such as regex-router");
  private static final Setting<String> NAME =
      Setting.optional("name", ScalarType.name(), "What messages and metrics call this step.");
  private static final Setting<Boolean> NEGATE =
      Setting.of(
          "negate",
          ScalarType.flag(),
          false,
          "Whether records that do *not* meet the predicate are transformed.");
  private static final String PREDICATE = "predicate";
  private static final List<String> OWN = List.of(TYPE, NAME.key(), PREDICATE, NEGATE.key());

  /**
   * A step of {@code transforms}: {@code {type: mask, fields: email}} or {@code {mask: {fields:
   * email}}}.
   */
  static final class TransformType implements Compound<PluginDraft> {
    @Override
    public @Nullable PluginDraft read(Yaml yaml, Problems problems) {
      if (!(yaml instanceof Yaml.Mapping mapping)) {
        problems.unexpected(yaml, expectation());
        return null;
      }
      Map<String, Yaml.Entry> own = new LinkedHashMap<>();
      List<Yaml.Entry> rest = new ArrayList<>();
      for (Yaml.Entry entry : mapping.entries()) {
        if (OWN.contains(entry.key())) {
          own.put(entry.key(), entry);
        } else {
          rest.add(entry);
        }
      }
      Yaml.Entry type = own.get(TYPE);
      if (type != null) {
        String typeName = TYPE_NAME.read(type.value(), problems);
        UnresolvedConfig config = ConfigType.flatten(mapping.place(), rest, problems);
        return draft(mapping.place(), own, typeName, type.value().place(), config, problems);
      }
      if (rest.size() == 1 && !(rest.get(0).value() instanceof Yaml.Scalar)) {
        Yaml.Entry shorthand = rest.get(0);
        UnresolvedConfig config = new ConfigType().read(shorthand.value(), problems);
        return draft(mapping.place(), own, shorthand.key(), shorthand.place(), config, problems);
      }
      String misspelt =
          rest.stream()
              .flatMap(entry -> Spelling.nearest(entry.key(), OWN).stream())
              .findFirst()
              .map(near -> "Did you mean '" + near + "'?")
              .orElse("Is 'type' missing?");
      problems.error(mapping.place(), "expected " + expectation(), misspelt);
      return null;
    }

    private static @Nullable PluginDraft draft(
        Place place,
        Map<String, Yaml.Entry> own,
        @Nullable String type,
        Place typePlace,
        @Nullable UnresolvedConfig config,
        Problems problems) {
      int before = problems.count();
      Optional<String> name = value(NAME, own, problems);
      boolean negate = value(NEGATE, own, problems).orElse(false);
      Optional<Yaml> predicate = Optional.ofNullable(own.get(PREDICATE)).map(Yaml.Entry::value);
      Yaml.Entry negateEntry = own.get(NEGATE.key());
      if (negateEntry != null && predicate.isEmpty()) {
        problems.error(negateEntry.place(), "'negate' needs a 'predicate' beside it", null);
      }
      if (type == null || config == null || problems.count() > before) {
        return null;
      }
      return new PluginDraft(name, place, type, typePlace, config, predicate, negate);
    }

    private static <V> Optional<V> value(
        Setting<V> setting, Map<String, Yaml.Entry> own, Problems problems) {
      Yaml.Entry entry = own.get(setting.key());
      return entry == null
          ? Optional.empty()
          : Optional.ofNullable(setting.type().read(entry.value(), problems));
    }

    @Override
    public String expectation() {
      return "a transform: 'type' and its settings, or its alias as the key of its settings";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put(NAME.key(), described(NAME.about(), NAME.type().schema()));
      own.put(
          PREDICATE,
          described(
              "Which records are transformed: a name from `predicates`, or a predicate.",
              Map.of("type", List.of("string", "object"))));
      own.put(NEGATE.key(), described(NEGATE.about(), NEGATE.type().schema()));
      Map<String, Object> longForm = new LinkedHashMap<>();
      longForm.put("required", List.of(TYPE));
      Map<String, Object> shortForm = new LinkedHashMap<>();
      shortForm.put("not", Map.of("required", List.of(TYPE)));
      shortForm.put("minProperties", 1);
      shortForm.put("maxProperties", 1 + own.size());
      Map<String, Object> properties = new LinkedHashMap<>();
      properties.put(TYPE, described("Alias or class name.", TYPE_NAME.schema()));
      properties.putAll(own);
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("properties", properties);
      schema.put("oneOf", List.of(longForm, shortForm));
      return schema;
    }
  }

  /** A predicate: {@code type} and its settings. */
  static final class PredicateType implements Compound<PluginDraft> {
    @Override
    public @Nullable PluginDraft read(Yaml yaml, Problems problems) {
      if (!(yaml instanceof Yaml.Mapping mapping)) {
        problems.unexpected(yaml, expectation());
        return null;
      }
      List<Yaml.Entry> rest =
          mapping.entries().stream().filter(entry -> !entry.key().equals(TYPE)).toList();
      Optional<Yaml.Entry> type =
          mapping.entries().stream().filter(entry -> entry.key().equals(TYPE)).findFirst();
      if (type.isEmpty()) {
        problems.error(mapping.place().below(TYPE), "is missing, expected " + expectation(), null);
        return null;
      }
      String typeName = TYPE_NAME.read(type.get().value(), problems);
      UnresolvedConfig config = ConfigType.flatten(mapping.place(), rest, problems);
      return typeName == null || config == null
          ? null
          : new PluginDraft(
              Optional.empty(),
              mapping.place(),
              typeName,
              type.get().value().place(),
              config,
              Optional.empty(),
              false);
    }

    @Override
    public String expectation() {
      return "a predicate: 'type' (alias or class name) and its settings";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("properties", Map.of(TYPE, described("Alias or class name.", TYPE_NAME.schema())));
      schema.put("required", List.of(TYPE));
      return schema;
    }
  }
}
