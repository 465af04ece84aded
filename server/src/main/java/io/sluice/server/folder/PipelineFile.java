package io.sluice.server.folder;

import io.sluice.pipeline.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline file as it was read.
 *
 * @param file relative to the project's folder
 * @param namespace the first folder below the project's
 * @param name of the pipeline; that of the file where none can be read
 * @param version changes whenever the text does
 * @param definition empty when a problem is an error
 * @param problems of the file itself and of what plugins say of its settings, in the file's order
 */
public record PipelineFile(
    Path file,
    String namespace,
    String name,
    String version,
    Optional<Definition> definition,
    List<Problem> problems) {
  public PipelineFile {
    problems = List.copyOf(problems);
  }

  /** The same, known to be the file of that pipeline although it does not say so now. */
  PipelineFile of(String pipeline) {
    return new PipelineFile(file, namespace, pipeline, version, definition, problems);
  }
}
