package io.sluice.pipeline.file;

import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.setting.ConfigType;
import io.sluice.pipeline.setting.ScalarType;
import io.sluice.pipeline.setting.Section;
import io.sluice.pipeline.setting.Setting;
import io.sluice.pipeline.yaml.Problems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of {@code source} and of each of {@code sinks}. */
final class ConnectorSettings {
  static final Setting<String> CONNECTOR =
      Setting.required(
          "connector",
          ScalarType.text("a connector's alias or class name, such as postgres"),
          "Which connector: an alias (`postgres`, `table`), a class name, either with `@version`"
              + " where several are installed, or `maven:group:artifact:version`.");
  static final Setting<UnresolvedConfig> CONFIG =
      Setting.of(
          "config",
          new ConfigType(),
          UnresolvedConfig.of(Map.of()),
          "The connector's own settings, as `sluice plugin describe` lists them. Values may refer"
              + " to secrets: `${env:NAME}`, `${file:path:key}`, `${dir:path:file}`.");
  static final Setting<UnresolvedConfig> UNDECLARED =
      Setting.of(
          "undeclared",
          new ConfigType(),
          UnresolvedConfig.of(Map.of()),
          "Further settings that the connector reads but does not declare; under `config` they"
              + " would be refused as unknown.");
  static final Setting<String> NAME =
      Setting.optional(
          "name",
          ScalarType.name(),
          "What status and checkpoints call this sink. Default: the connector's alias; needed when"
              + " two sinks have the same connector. Changing it makes it a new sink.");

  static final Section<ConnectorSpec> SOURCE =
      Section.lenient(
          "a source", List.of(CONNECTOR, CONFIG, UNDECLARED), ConnectorSettings::connector);

  /** A sink and whether it was given its name. */
  record SinkDraft(Optional<String> name, ConnectorSpec connector, Place place) {}

  static final Section<SinkDraft> SINK =
      Section.lenient(
          "a sink", List.of(NAME, CONNECTOR, CONFIG, UNDECLARED), ConnectorSettings::sink);

  private ConnectorSettings() {}

  /**
   * The sinks with a name each. A name that depends on the order would move checkpoints when the
   * order changes.
   */
  static List<SinkSpec> named(List<SinkDraft> drafts, Problems problems) {
    Map<String, Place> taken = new HashMap<>();
    return drafts.stream()
        .map(
            draft -> {
              String name = draft.name().orElseGet(() -> defaultName(draft.connector()));
              Place first = taken.putIfAbsent(name, draft.place());
              if (first != null) {
                problems.error(
                    draft.place(),
                    "a sink called " + Problems.shown(name) + " is already in line " + first.line(),
                    "Give each sink a 'name' of its own");
              }
              return new SinkSpec(name, draft.connector());
            })
        .toList();
  }

  private static @Nullable SinkDraft sink(Section.Values values, Problems problems) {
    ConnectorSpec connector = connector(values, problems);
    return connector == null
        ? null
        : new SinkDraft(values.find(NAME), connector, values.placeOf(CONNECTOR));
  }

  /** Null when what is wrong in the section leaves open what the connector is given. */
  private static @Nullable ConnectorSpec connector(Section.Values values, Problems problems) {
    boolean unclear =
        values.find(CONNECTOR).isEmpty()
            || values.troubled(CONFIG)
            || values.troubled(UNDECLARED)
            || (!values.sound() && !values.written(CONFIG)); // an unknown key may have meant it
    if (unclear) {
      return null;
    }
    Place place = values.placeOf(CONNECTOR);
    UnresolvedConfig config = values.get(CONFIG);
    UnresolvedConfig undeclared = values.get(UNDECLARED);
    Map<String, String> all = new LinkedHashMap<>(config.values());
    Map<String, Place> places = new HashMap<>(config.places());
    int before = problems.count();
    undeclared
        .values()
        .forEach(
            (key, value) -> {
              Place at = undeclared.placeOf(key);
              if (all.putIfAbsent(key, value) != null) {
                problems.error(at, Problems.shown(key) + " is also in 'config'", "Keep one");
              }
              places.put(key, at);
            });
    Place configPlace = values.placeOf(CONFIG);
    return problems.count() > before
        ? null
        : new ConnectorSpec(
            values.get(CONNECTOR),
            new UnresolvedConfig(
                all, places, configPlace, Set.copyOf(undeclared.values().keySet())),
            place);
  }

  private static String defaultName(ConnectorSpec connector) {
    String name = connector.connector().replaceFirst("@.*", "");
    String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
    String safe = simple.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    return safe.isEmpty() || !Character.isLetterOrDigit(safe.charAt(0)) ? "sink" : safe;
  }
}
