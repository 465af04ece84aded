package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;

/** What {@link SourceContract} and {@link SinkContract} ask alike of a connector's settings. */
final class SettingsContract {
  private SettingsContract() {}

  /** Every setting has a name and a text for people, and its default passes its own check. */
  static void isSane(ConfigDef settings) {
    assertThat(settings.names()).as("settings").isNotEmpty();
    for (ConfigDef.ConfigKey key : settings.configKeys().values()) {
      if (key.internalConfig) {
        continue;
      }
      assertThat(key.documentation).as("documentation of %s", key.name).isNotBlank();
      if (key.hasDefault() && key.validator != null && key.defaultValue != null) {
        key.validator.ensureValid(key.name, key.defaultValue); // throws if the default is refused
      }
    }
  }

  /** The test's own configuration is accepted whole. */
  static void accepts(Connector connector, Map<String, String> config) {
    for (ConfigValue value : connector.validate(config).configValues()) {
      assertThat(value.errorMessages()).as("findings about %s", value.name()).isEmpty();
    }
  }

  /** A wrong value is refused, and the finding is on the setting that is wrong. */
  static void refuses(Connector connector, Map<String, String> config, String name, String wrong) {
    Map<String, String> changed = new HashMap<>(config);
    changed.put(name, wrong);
    assertThat(connector.validate(changed).configValues())
        .as("findings about %s", name)
        .anySatisfy(
            value -> {
              assertThat(value.name()).isEqualTo(name);
              assertThat(value.errorMessages()).isNotEmpty();
            });
  }

  /** A setting without which nothing goes is missed by its name. */
  static void misses(Connector connector, Map<String, String> config, String name) {
    Map<String, String> changed = new HashMap<>(config);
    changed.remove(name);
    assertThat(connector.validate(changed).configValues())
        .as("findings when %s is missing", name)
        .anySatisfy(
            value -> {
              assertThat(value.name()).isEqualTo(name);
              assertThat(value.errorMessages()).isNotEmpty();
            });
  }
}
