package io.sluice.plugin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a plugin says about itself.
 *
 * @param id which plugin
 * @param version as the plugin reports it; {@code undefined} where it reports none
 * @param options in the order of the plugin's documentation
 */
public record PluginDescription(PluginId id, String version, List<Option> options) {
  public PluginDescription {
    requireNonNull(id, "id is null");
    requireNonNull(version, "version is null");
    options = List.copyOf(options);
  }

  /**
   * One setting.
   *
   * @param name the key in the config
   * @param type in lower case: {@code string}, {@code int}, {@code list}, {@code password}...
   * @param required whether there is no default
   * @param defaultValue as text; empty when required, when it is null, and for passwords
   * @param importance {@code high}, {@code medium} or {@code low}
   * @param group what it belongs to, where the plugin says so
   * @param documentation as the plugin gives it; may be empty
   * @param label what people call it; empty where it has no other name than its key
   * @param choices the values that it takes, if these are a few words that the plugin lists; else
   *     empty
   * @param dependents other settings that mean something else when this one changes
   */
  public record Option(
      String name,
      String type,
      boolean required,
      Optional<String> defaultValue,
      String importance,
      Optional<String> group,
      String documentation,
      Optional<String> label,
      List<String> choices,
      List<String> dependents) {
    public Option {
      requireNonNull(name, "name is null");
      choices = List.copyOf(choices);
      dependents = List.copyOf(dependents);
    }

    /** Whether its value is never to be shown. */
    public boolean isSecret() {
      return type.equals("password");
    }
  }
}
