package io.sluice.project.folder;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.ProjectFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a project's folder says at one moment.
 *
 * @param pipelines by path; also those with problems
 * @param settings what {@code sluice.yaml} says; {@link ProjectFile#NONE} when it is wrong
 * @param problems of the project file, and of files and folders that cannot be read
 * @param unread files and folders that could not be looked at, relative to the folder; the empty
 *     path is the folder itself. A pipeline of a file at or below one of them may be there all the
 *     same, and is not to be taken for removed
 */
public record FolderContent(
    List<PipelineFile> pipelines, ProjectFile settings, List<Problem> problems, Set<Path> unread) {
  public FolderContent {
    pipelines = List.copyOf(pipelines);
    problems = List.copyOf(problems);
    unread = Set.copyOf(unread);
  }
}
