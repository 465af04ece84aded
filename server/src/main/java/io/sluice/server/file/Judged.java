package io.sluice.server.file;

import io.sluice.pipeline.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What a text would mean as a pipeline file.
 *
 * @param pipeline its name; empty if an error keeps it from being one
 * @param problems free of secrets
 */
public record Judged(Optional<String> pipeline, List<Problem> problems) {
  public Judged {
    problems = List.copyOf(problems);
  }
}
