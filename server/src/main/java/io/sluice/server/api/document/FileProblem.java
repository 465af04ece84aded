package io.sluice.server.api.document;

import io.sluice.pipeline.Problem;
import org.jspecify.annotations.Nullable;

/** A {@link Problem}, with the keys of {@code sluice validate -o json}. */
@Meaning("Something in a pipeline file that does not hold")
public record FileProblem(
    @Meaning("The file, relative to the project's folder") String file,
    @Meaning("Counted from 1; 0 where no line says it") int line,
    @Meaning("Counted from 1 in code points; 0 where there is no line") int column,
    @Meaning("The way through the file's keys, as sinks[0].config.url; empty for the whole file")
        String path,
    Problem.Severity severity,
    @Meaning("What was expected and what was found") String message,
    @Meaning("What to do") @Nullable String hint) {
  public static FileProblem of(Problem problem) {
    return new FileProblem(
        problem.place().file().toString(),
        problem.place().line(),
        problem.place().column(),
        problem.place().path(),
        problem.severity(),
        problem.message(),
        problem.hint());
  }
}
