package io.sluice.server.folder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The version of a pipeline that was last made so.
 *
 * @param file relative to the project's folder
 * @param text the file's at that time; empty if it was not kept, because a secret is written out in
 *     it
 * @param who applied it
 */
public record Applied(
    String pipeline,
    Path file,
    String namespace,
    String version,
    Optional<String> text,
    Instant at,
    String who) {

  /** Whether that file says the same: a run of this version goes on as a run of that one. */
  boolean isSameAs(PipelineFile other) {
    return version.equals(other.version()) && folder(file).equals(folder(other.file()));
  }

  private static Path folder(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }
}
