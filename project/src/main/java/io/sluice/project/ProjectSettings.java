package io.sluice.project;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.ProjectFileReader;
import io.sluice.pipeline.kafka.ProjectFile;
import java.nio.file.Path;

/** What {@code sluice.yaml} says, for commands that go by it. */
public final class ProjectSettings {
  private ProjectSettings() {}

  /**
   * Reads the project file of a folder; there need not be one.
   *
   * @throws InvalidPipelineException when it is wrong: what it says would be left out in silence
   */
  public static ProjectFile read(Path folder) {
    ProjectFileReader.ProjectRead read = new ProjectFileReader().read(folder);
    if (read.problems().stream().anyMatch(Problem::isError)) {
      throw new InvalidPipelineException(folder.resolve(ProjectFile.NAME), read.problems());
    }
    return read.project();
  }
}
