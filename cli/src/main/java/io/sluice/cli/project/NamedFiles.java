package io.sluice.cli.project;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Surroundings;
import io.sluice.pipeline.Spelling;
import io.sluice.project.Layout;
import io.sluice.project.Project;
import io.sluice.project.ProjectPlugins;
import io.sluice.project.folder.FolderReader;
import io.sluice.project.folder.PipelineFile;
import java.nio.file.Path;
import java.util.List;

/**
 * The pipeline files of a project by the names that they say, for whoever names a pipeline as
 * server and console do, while no server runs here.
 */
final class NamedFiles {
  private final Path folder;
  private final List<PipelineFile> files;

  private NamedFiles(Path folder, List<PipelineFile> files) {
    this.folder = folder;
    this.files = files;
  }

  /** Those of the project that the working directory belongs to, and of the folders below. */
  static NamedFiles of(Surroundings around) {
    Path folder = ProjectHome.of(around.directory());
    Path state = folder.resolve(Layout.STATE);
    Layout layout =
        new Layout(folder, state, new ProjectPlugins(around.host(), folder, state), List.of());
    try (Project project = new Project(around.host(), layout)) {
      return new NamedFiles(folder, new FolderReader(project, around.clock()).read().pipelines());
    }
  }

  /**
   * The file of the pipeline of that name.
   *
   * @throws CommandFailure when there is none, or several
   */
  Path file(String name) {
    List<Path> found =
        files.stream().filter(one -> one.name().equals(name)).map(PipelineFile::file).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw found.isEmpty() ? missing(name) : ambiguous(name, found);
  }

  private CommandFailure missing(String name) {
    return new CommandFailure(
        ExitCode.NOT_FOUND,
        name + ": no such file, and no pipeline of that name in " + folder,
        Spelling.nearest(name, files.stream().map(PipelineFile::name).toList())
            .map(near -> "Did you mean '" + near + "'?")
            .orElse("Write one with: sluice init"));
  }

  private CommandFailure ambiguous(String name, List<Path> found) {
    return new CommandFailure(
        ExitCode.USAGE,
        name
            + ": which pipeline? Files of that name are "
            + String.join(
                ", ", found.stream().map(file -> folder.relativize(file).toString()).toList()),
        "Name the file.");
  }
}
