package io.sluice.server.api.document;

import io.sluice.project.draft.InstalledPlugin;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        String from,
    @Meaning(
            "Namespaces whose pipelines may name it, of those that you may see; * for all that have"
                + " no list of their own. Absent if the project holds nobody to a list")
        @Nullable List<String> permittedIn) {
  /**
   * Of one that is installed.
   *
   * @param permitted as {@link #permittedIn}
   */
  public static PluginSummary of(InstalledPlugin plugin, Optional<List<String>> permitted) {
    return new PluginSummary(
        plugin.kind(),
        plugin.name(),
        plugin.id().className(),
        plugin.version(),
        plugin.from(),
        permitted.orElse(null));
  }
}
