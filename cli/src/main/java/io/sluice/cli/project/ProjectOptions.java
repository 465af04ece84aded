package io.sluice.cli.project;

import io.sluice.cli.console.Surroundings;
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
  Path stateFolder(Surroundings around, Path file) {
    Path said = state;
    if (said != null) {
      return around.resolve(said);
    }
    Path folder = file.getParent();
    return (folder == null ? around.directory() : folder).resolve(".sluice");
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
