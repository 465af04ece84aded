package io.sluice.cli.project;

import io.sluice.cli.console.Surroundings;
import io.sluice.plugin.Plugins;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where state and plugins are, for every command that has to do with a pipeline. */
public final class ProjectOptions {
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The state folder. Default: .sluice beside the pipeline file.")
  private @Nullable Path state;

  @Option(
      names = "--plugin-path",
      paramLabel = "DIR",
      split = ":",
      description =
          "Further folders of Kafka Connect plugins. Default: the environment variable"
              + " SLUICE_PLUGIN_PATH. The plugins that come with Sluice are always there.")
  private List<Path> pluginPath = new ArrayList<>();

  /** The state folder for this pipeline file. */
  public Path stateFolder(Surroundings around, Path file) {
    Path said = state;
    if (said != null) {
      return around.resolve(said);
    }
    Path folder = file.getParent();
    return (folder == null ? around.directory() : folder).resolve(".sluice");
  }

  /** The state folder of what belongs to no one pipeline file: that of the working directory. */
  public Path stateFolder(Surroundings around) {
    return stateFolder(around, around.directory().resolve("pipeline.yaml"));
  }

  /**
   * The plugins that a project has of its own.
   *
   * @param folder the project: the folder of its pipeline files, and of its lock file
   */
  public ProjectPlugins projectPlugins(Surroundings around, Path folder) {
    Path said = state;
    return new ProjectPlugins(
        around, folder, said == null ? folder.resolve(".sluice") : around.resolve(said));
  }

  /**
   * All plugins that a command sees which is about no pipeline file: those of this folder.
   *
   * @param names what it will ask for; Maven coordinates are fetched
   */
  public Plugins plugins(Surroundings around, String... names) {
    return projectPlugins(around, around.directory()).with(pluginPath(around), List.of(names));
  }

  /** The same as folders for the {@code plugin.path} of Kafka Connect. */
  public List<Path> connectPath(Surroundings around) {
    List<Path> path = new ArrayList<>(projectPlugins(around, around.directory()).connectPath());
    path.addAll(pluginPath(around));
    return path;
  }

  /** The user's folders first, then those of the distribution. */
  public List<Path> pluginPath(Surroundings around) {
    List<Path> path = new ArrayList<>();
    pluginPath.forEach(p -> path.add(around.resolve(p)));
    String variable = around.environment().getOrDefault("SLUICE_PLUGIN_PATH", "");
    if (pluginPath.isEmpty() && !variable.isBlank()) {
      Arrays.stream(variable.split(java.util.regex.Pattern.quote(File.pathSeparator), -1))
          .filter(p -> !p.isBlank())
          .forEach(p -> path.add(around.resolve(Path.of(p))));
    }
    path.add(around.home().resolve("plugins"));
    return path;
  }
}
