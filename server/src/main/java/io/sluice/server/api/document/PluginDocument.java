package io.sluice.server.api.document;

import io.sluice.plugin.PluginDescription;
import io.sluice.project.draft.InstalledPlugin;
import java.util.List;

/** A plugin with its settings. */
@Meaning("A plugin with its settings")
public record PluginDocument(
    PluginSummary connector,
    @Meaning("The most important first, then by group") List<PluginOption> options) {
  /** Of one that is installed. */
  public static PluginDocument of(InstalledPlugin plugin, PluginDescription description) {
    return new PluginDocument(
        PluginSummary.of(plugin), description.options().stream().map(PluginOption::of).toList());
  }
}
