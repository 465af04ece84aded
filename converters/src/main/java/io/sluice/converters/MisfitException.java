package io.sluice.converters;

import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A value that is none of its schema's. Where it lies is added on the way out. */
final class MisfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  /**
   * @param problem what was expected, and what was found
   */
  MisfitException(String problem, @Nullable Throwable cause) {
    this("", problem, cause);
  }

  private MisfitException(String path, String problem, @Nullable Throwable cause) {
    super(problem, cause);
    this.path = path;
    this.problem = problem;
  }

  /** The same, seen from what has it under that name or number. */
  MisfitException under(Object place) {
    String step = place.toString().replace("~", "~0").replace("/", "~1");
    return new MisfitException("/" + step + path, problem, getCause());
  }

  /** For who converts: the way there, {@code /after/price: }, and what is wrong. */
  DataException told() {
    return new DataException((path.isEmpty() ? "record" : path) + ": " + problem, getCause());
  }
}
