package io.sluice.project.folder;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.ReadResult;
import io.sluice.project.guard.Namespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline file as it was when it was read.
 *
 * @param file absolute
 * @param relative to the project's folder
 * @param namespace the first folder below the project's; {@value #DEFAULT_NAMESPACE} for a file in
 *     the project's own
 * @param name the pipeline's; that of the file, without its ending, where none can be read
 * @param version of the text: equal texts have equal versions
 * @param text all of it; may have secrets in it that are written out
 * @param read what it says, with its problems and those that it has beside other files
 */
public record PipelineFile(
    Path file,
    Path relative,
    String namespace,
    String name,
    String version,
    String text,
    ReadResult read) {
  /** Of files in the project's folder itself. */
  public static final String DEFAULT_NAMESPACE = Namespace.DEFAULT;

  /** Whether nothing in the file alone keeps it from running. */
  public boolean isSound() {
    return read.problems().stream().noneMatch(Problem::isError);
  }

  /** The same, kept from running by what is wrong with it beside other files. */
  PipelineFile refused(List<Problem> beside) {
    List<Problem> problems = new ArrayList<>(read.problems());
    problems.addAll(beside);
    problems.sort(Problem.BY_PLACE);
    return new PipelineFile(
        file,
        relative,
        namespace,
        name,
        version,
        text,
        new ReadResult(Optional.empty(), Optional.empty(), read.parts(), problems));
  }

  /** Without the text, which may have secrets in it. */
  @Override
  public String toString() {
    return relative + " (" + name + " " + version + ")";
  }
}
