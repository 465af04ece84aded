package io.sluice.server.folder;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.ProjectFile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was found in a project's folder at one moment.
 *
 * @param files all that are meant to be pipelines, sound or not, by their paths
 * @param others files that were pipelines and are something else now, relative to the folder
 * @param unread files and folders that could not be looked at, relative to the folder, the empty
 *     path for the folder itself; what is missing at or below them may be there all the same
 * @param settings what {@code sluice.yaml} says
 * @param problems of that file, and of what cannot be read
 */
public record Folder(
    List<PipelineFile> files,
    Set<Path> others,
    Set<Path> unread,
    ProjectFile settings,
    List<Problem> problems) {
  public Folder {
    files = List.copyOf(files);
    others = Set.copyOf(others);
    unread = Set.copyOf(unread);
    problems = List.copyOf(problems);
  }

  /** What keeps a file from being looked at, the widest first: itself, or a folder around it. */
  Optional<Path> hiding(Path file) {
    return unread.stream()
        .filter(path -> path.toString().isEmpty() || file.startsWith(path))
        .min(Comparator.comparingInt(path -> path.toString().length()));
  }
}
