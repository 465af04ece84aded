package io.sluice.server.api.document;

import io.sluice.plugin.PluginDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting of a plugin. */
@Meaning("A setting of a plugin, as the plugin declares it")
public record PluginOption(
    String name,
    @Meaning("What people call it; absent where that is its name") @Nullable String label,
    @Meaning("string, int, long, short, double, boolean, list, class or password") String type,
    boolean required,
    @Meaning("Absent where there is none, and of passwords") @Nullable String defaultValue,
    @Meaning("high, medium or low") String importance,
    @Meaning("What it belongs to; absent where the plugin does not say it") @Nullable String group,
    @Meaning("The words that it takes; empty where the plugin lists none") List<String> choices,
    @Meaning("Settings that mean something else when it changes") List<String> dependents,
    String documentation) {
  static PluginOption of(PluginDescription.Option option) {
    return new PluginOption(
        option.name(),
        option.label().orElse(null),
        option.type(),
        option.required(),
        option.defaultValue().orElse(null),
        option.importance(),
        option.group().orElse(null),
        option.choices(),
        option.dependents(),
        option.documentation());
  }
}
