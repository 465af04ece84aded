package io.sluice.server.api.document;

import io.sluice.project.draft.InstalledPlugin;

/** A plugin that pipelines can name. */
@Meaning("A plugin that pipelines can name")
public record PluginSummary(
    @Meaning(
            "source, sink, transformation, predicate, converter, header-converter, config-provider")
        String kind,
    @Meaning("What pipeline files call it") String name,
    String className,
    @Meaning("undefined where it tells none") String version,
    @Meaning("The folder or jar that it comes from; Sluice for what comes with the program")
        String from) {
  /** Of one that is installed. */
  public static PluginSummary of(InstalledPlugin plugin) {
    return new PluginSummary(
        plugin.kind(), plugin.name(), plugin.id().className(), plugin.version(), plugin.from());
  }
}
