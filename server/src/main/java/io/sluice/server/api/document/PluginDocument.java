package io.sluice.server.api.document;

import io.sluice.plugin.PluginDescription;
import java.util.List;

/** A plugin with its settings. */
@Meaning("A plugin with its settings")
public record PluginDocument(
    PluginSummary connector,
    @Meaning("The most important first, then by group") List<PluginOption> options) {
  /** With what it says of itself. */
  public static PluginDocument of(PluginSummary plugin, PluginDescription description) {
    return new PluginDocument(
        plugin, description.options().stream().map(PluginOption::of).toList());
  }
}
