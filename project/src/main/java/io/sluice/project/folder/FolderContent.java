package io.sluice.project.folder;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.ProjectFile;
import java.util.List;

/**
 * What a project's folder says at one moment.
 *
 * @param pipelines by path; also those with problems
 * @param settings what {@code sluice.yaml} says; {@link ProjectFile#NONE} when it is wrong
 * @param problems of the project file, and of files and folders that cannot be read
 * @param complete whether all could be read. A pipeline that is not in an incomplete one may be
 *     there all the same, and is not to be taken for removed
 */
public record FolderContent(
    List<PipelineFile> pipelines, ProjectFile settings, List<Problem> problems, boolean complete) {
  public FolderContent {
    pipelines = List.copyOf(pipelines);
    problems = List.copyOf(problems);
  }
}
