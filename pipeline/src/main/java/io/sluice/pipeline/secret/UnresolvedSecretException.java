package io.sluice.pipeline.secret;

import io.sluice.pipeline.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * References that could not be resolved: a missing variable, file or key. Names them, never a
 * value.
 */
public final class UnresolvedSecretException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  UnresolvedSecretException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Each reference that failed, with its place. */
  public List<Problem> problems() {
    return problems;
  }
}
