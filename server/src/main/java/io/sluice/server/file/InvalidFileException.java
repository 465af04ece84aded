package io.sluice.server.file;

import io.sluice.pipeline.Problem;
import java.util.List;

/** A text that would be no sound pipeline; nothing was written. */
public final class InvalidFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  InvalidFileException(List<Problem> problems) {
    super("The file would not be valid: " + count(problems));
    this.problems = List.copyOf(problems);
  }

  private static String count(List<Problem> problems) {
    long errors = problems.stream().filter(Problem::isError).count();
    return errors == 1 ? "1 error" : errors + " errors";
  }

  /** All of them, warnings too, in the file's order; free of secrets. */
  public List<Problem> problems() {
    return problems;
  }
}
