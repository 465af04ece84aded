package io.sluice.connector.table;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.target.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/**
 * The sink's settings, held against all that a start would refuse as far as no database has to be
 * asked: what goes with what, what stands in the URL, what the driver takes. So whoever asks for no
 * more than the declaration, since nobody is to be connected to, is told as well.
 */
final class CheckedSettings extends ConfigDef {
  CheckedSettings() {
    super(TableSinkConfig.definition());
  }

  @Override
  public List<ConfigValue> validate(Map<String, String> configured) {
    List<ConfigValue> validated = new ArrayList<>(super.validate(configured));
    String url = configured.getOrDefault(TableSinkConfig.URL, "");
    Optional<Dialect> dialect = Targets.find(url);
    // Driver properties have no definition, so that nothing of theirs is in the answer yet.
    dialect
        .map(known -> known.properties().refused(configured))
        .orElse(Map.of())
        .forEach((name, why) -> add(validated, name, why, configured));
    for (String found : TableSinkConfig.problems(soundOnes(validated, configured))) {
      add(validated, found, configured);
    }
    if (url.isEmpty() || !isSound(validated)) {
      return validated;
    }
    try {
      TableSinkConfig parsed = new TableSinkConfig(configured);
      if (dialect.isEmpty()) {
        add(validated, TableSinkConfig.URL, Targets.expected(), configured);
      } else {
        dialect
            .get()
            .unfit(parsed)
            .ifPresent(found -> add(validated, found.setting(), found.message(), configured));
      }
    } catch (ConfigException e) {
      add(validated, String.valueOf(e.getMessage()), configured);
    }
    return validated;
  }

  /** Whether nothing was said against any of them. */
  static boolean isSound(List<ConfigValue> validated) {
    return validated.stream().allMatch(value -> value.errorMessages().isEmpty());
  }

  /**
   * The settings against whose values nothing was said; for the others the default stands, so that
   * what goes with what can still be looked at.
   */
  private static Map<String, String> soundOnes(
      List<ConfigValue> validated, Map<String, String> configured) {
    Map<String, String> sound = new HashMap<>(configured);
    for (ConfigValue value : validated) {
      if (!value.errorMessages().isEmpty()) {
        sound.remove(value.name());
      }
    }
    sound.putIfAbsent(TableSinkConfig.URL, "jdbc:"); // The only one without a default.
    return sound;
  }

  /** A message that begins with its setting's name. */
  private static void add(
      List<ConfigValue> validated, String message, Map<String, String> configured) {
    add(validated, message.substring(0, Math.max(0, message.indexOf(':'))), message, configured);
  }

  /** At its setting, declared or not; at the URL if the message names none. */
  static void add(
      List<ConfigValue> validated, String key, String message, Map<String, String> configured) {
    for (ConfigValue value : validated) {
      if (value.name().equals(key)) {
        value.addErrorMessage(message);
        return;
      }
    }
    if (configured.containsKey(key)) {
      validated.add(new ConfigValue(key, null, List.of(), List.of(message)));
    } else {
      add(validated, TableSinkConfig.URL, message, configured);
    }
  }
}
