package io.sluice.server.folder;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.ProjectFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What was found in a project's folder at one moment.
 *
 * @param files all that are meant to be pipelines, sound or not, by their paths
 * @param others files that were pipelines and are something else now, relative to the folder
 * @param complete whether all could be read; what is missing otherwise may be there all the same
 * @param settings what {@code sluice.yaml} says
 * @param problems of that file, and of what cannot be read
 */
public record Folder(
    List<PipelineFile> files,
    Set<Path> others,
    boolean complete,
    ProjectFile settings,
    List<Problem> problems) {
  public Folder {
    files = List.copyOf(files);
    others = Set.copyOf(others);
    problems = List.copyOf(problems);
  }
}
