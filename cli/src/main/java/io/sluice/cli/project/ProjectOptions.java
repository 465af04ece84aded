package io.sluice.cli.project;

import io.sluice.cli.console.Surroundings;
import io.sluice.plugin.Plugins;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.SharedPlugins;
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

  /**
   * The pipeline of this file, with a project of its own; nothing is read yet.
   *
   * @param named the file as the user named it, or null for the one that {@link PipelineChoice}
   *     finds
   */
  public ProjectPipeline open(Surroundings around, @Nullable Path named) {
    Path file = PipelineChoice.of(around, named);
    Path folder = folderOf(around, file);
    Path home = state == null ? ProjectHome.of(folder) : folder;
    return ProjectPipeline.alone(
        around.host(),
        new Layout(
            home,
            stateFolder(around, file),
            projectPlugins(around, home),
            pluginPath(around),
            state != null),
        file,
        folder);
  }

  /**
   * A file that is no part of the project whose plugins it uses: its state is beside it, whatever
   * the options say.
   *
   * @param file absolute
   * @param home the project with the plugins, where relative paths of databases start
   */
  public ProjectPipeline apart(Surroundings around, Path file, Path home) {
    Path parent = file.getParent();
    return ProjectPipeline.alone(
        around.host(),
        new Layout(
            parent == null ? around.directory() : parent,
            file.resolveSibling(Layout.STATE),
            projectPlugins(around, home),
            pluginPath(around),
            true),
        file,
        home);
  }

  /**
   * The project of a folder with all its pipelines; nothing is read yet. Whoever is told of its
   * files need not know from where it was started, so that they are named from the folder on.
   */
  public Project project(Surroundings around, Path folder) {
    Path said = state;
    return new Project(
        around.host().at(folder),
        new Layout(
            folder,
            said == null ? folder.resolve(Layout.STATE) : around.resolve(said),
            projectPlugins(around, folder),
            pluginPath(around)));
  }

  /** The state folder for this pipeline file: that of the project that it belongs to. */
  public Path stateFolder(Surroundings around, Path file) {
    Path said = state;
    return said == null
        ? ProjectHome.of(folderOf(around, file)).resolve(Layout.STATE)
        : around.resolve(said);
  }

  private static Path folderOf(Surroundings around, Path file) {
    Path parent = file.getParent();
    return parent == null ? around.directory() : parent;
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
        around.host(), folder, said == null ? folder.resolve(Layout.STATE) : around.resolve(said));
  }

  /**
   * All plugins that a command sees which is about no pipeline file: those of this folder.
   *
   * @param names what it will ask for; Maven coordinates are fetched
   */
  public Plugins plugins(Surroundings around, String... names) {
    return new SharedPlugins(projectPlugins(around, around.directory()), pluginPath(around))
        .with(List.of(names));
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
