package io.sluice.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.ConnectPlugin;
import org.apache.kafka.connect.components.Versioned;

/** Asks a plugin about itself. Called on the plugin's own thread. */
final class Descriptions {
  private static final String NO_VERSION = "undefined";

  private Descriptions() {}

  static PluginDescription of(PluginId id, Object plugin) {
    List<PluginDescription.Option> options = new ArrayList<>();
    configOf(plugin).configKeys().values().stream()
        .filter(key -> !key.internalConfig)
        .sorted(
            Comparator.comparing((ConfigDef.ConfigKey key) -> key.importance)
                .thenComparing(key -> key.group == null ? "" : key.group)
                .thenComparing(key -> key.orderInGroup)
                .thenComparing(key -> key.name))
        .forEach(key -> options.add(option(key)));
    return new PluginDescription(id, versionOf(plugin), options);
  }

  static String versionOf(Object plugin) {
    String version = plugin instanceof Versioned versioned ? versioned.version() : null;
    return version == null || version.isBlank() ? NO_VERSION : version;
  }

  /** The settings that a plugin declares; none when it declares nothing. */
  static ConfigDef configOf(Object plugin) {
    ConfigDef declared =
        plugin instanceof ConnectPlugin configurable ? configurable.config() : null;
    return declared == null ? new ConfigDef() : declared;
  }

  private static PluginDescription.Option option(ConfigDef.ConfigKey key) {
    boolean shown =
        key.hasDefault() && key.defaultValue != null && key.type != ConfigDef.Type.PASSWORD;
    Optional<String> defaultValue =
        shown
            ? Optional.ofNullable(ConfigDef.convertToString(key.defaultValue, key.type))
            : Optional.empty();
    return new PluginDescription.Option(
        key.name,
        key.type.name().toLowerCase(Locale.ROOT),
        !key.hasDefault(),
        defaultValue,
        key.importance.name().toLowerCase(Locale.ROOT),
        Optional.ofNullable(key.group),
        key.documentation == null ? "" : key.documentation,
        Optional.ofNullable(key.displayName).filter(label -> !label.equals(key.name)),
        Choices.of(key),
        key.dependents == null ? List.of() : key.dependents);
  }
}
