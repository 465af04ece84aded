package io.sluice.cli.project;

import io.sluice.cli.console.Surroundings;
import io.sluice.pipeline.PipelineParts;
import io.sluice.pipeline.PredicateSpec;
import io.sluice.pipeline.TransformSpec;
import io.sluice.plugin.InstallException;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.Plugins;
import io.sluice.plugin.hub.LockFile;
import io.sluice.plugin.hub.PluginHub;
import io.sluice.plugin.resolve.Coordinates;
import io.sluice.plugin.resolve.MavenOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plugins that a project has of its own, beside those of the plugin path. Nothing of what
 * fetches plugins is loaded for a project that has none.
 */
public final class ProjectPlugins {
  private static final String MAVEN = "maven:";

  private final Surroundings around;
  private final Path folder;
  private final Path state;

  ProjectPlugins(Surroundings around, Path folder, Path state) {
    this.around = around;
    this.folder = folder;
    this.state = state;
  }

  /** The hub, by the user's own Maven settings. */
  public PluginHub hub() {
    return hub(MavenOptions.ofUser(around.environment()));
  }

  /** The hub, which reaches repositories in this way. */
  public PluginHub hub(MavenOptions maven) {
    return new PluginHub(
        folder, state, maven, line -> around.err().println(around.redaction().apply(line)));
  }

  /**
   * The folder that holds the plugins' folders, as Kafka Connect's {@code plugin.path} has it;
   * nothing when the project has none. Those that are missing are fetched.
   */
  List<Path> connectPath() {
    if (!any()) {
      return List.of();
    }
    return hub().added().stream().map(p -> p.folder().getParent()).distinct().toList();
  }

  /** Whether there may be any. */
  public boolean any() {
    return Files.exists(folder.resolve(LockFile.NAME));
  }

  /**
   * The plugins of the path and of the project. Those that are missing are fetched; so are those
   * that {@code names} name by Maven coordinates. What cannot be fetched of the latter is told when
   * it is asked for, with the line that names it.
   *
   * @param names as a pipeline file has them; what are no coordinates does not count
   * @throws InstallException when a plugin of the lock file cannot be had
   */
  public Plugins with(List<Path> pluginPath, List<String> names) {
    List<String> artifacts =
        names.stream()
            .filter(n -> n.startsWith(MAVEN))
            .map(n -> n.replaceFirst("#.*", ""))
            .distinct()
            .toList();
    if (artifacts.isEmpty() && !any()) {
      return Plugins.of(pluginPath);
    }
    PluginHub hub = hub();
    Map<String, Path> fetched = new LinkedHashMap<>();
    Map<String, InstallException> failed = new LinkedHashMap<>();
    for (String name : artifacts) {
      try {
        fetched.put(name, hub.require(Coordinates.parse(name)));
      } catch (InstallException e) {
        failed.put(name, e);
      }
    }
    return Plugins.of(
        pluginPath,
        hub.added(),
        name -> {
          InstallException failure = failed.get(name);
          if (failure != null) {
            throw failure;
          }
          Path place = fetched.get(name);
          return place == null ? known(hub, name) : place;
        });
  }

  private static Path known(PluginHub hub, String name) {
    Coordinates wanted = Coordinates.parse(name);
    return hub.find(wanted)
        .map(hub::folder)
        .orElseThrow(
            () ->
                new PluginException(
                    "The project has no " + name + "; add it: sluice plugin add " + wanted));
  }

  /**
   * A name that somebody gave a command, as pipeline files write it: coordinates need no {@code
   * maven:} where {@code plugin add} takes them without.
   */
  public static String asInPipelines(String name) {
    boolean bare =
        name.indexOf(':') > 0
            && !name.startsWith(MAVEN)
            && Coordinates.looksLike(name.replaceFirst("#.*", ""));
    return bare ? MAVEN + name : name;
  }

  /** Every name of a plugin in a pipeline. */
  public static List<String> names(PipelineParts parts) {
    List<String> names = new ArrayList<>();
    parts.source().ifPresent(source -> names.add(source.connector()));
    parts.sinks().forEach(sink -> names.add(sink.connector()));
    for (TransformSpec transform : parts.transforms()) {
      names.add(transform.type());
      transform.predicate().map(PredicateSpec::type).ifPresent(names::add);
    }
    return names;
  }
}
