package io.sluice.serdes.misfit;

import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A value that is none of its schema's. Where it lies is added on the way out. */
public final class MisfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  /**
   * A value that does not fit.
   *
   * @param problem what was expected, and what was found; without the value itself
   */
  public MisfitException(String problem) {
    this("", problem, null);
  }

  /** The same, with what was thrown when it was met. */
  public MisfitException(String problem, @Nullable Throwable cause) {
    this("", problem, cause);
  }

  private MisfitException(String path, String problem, @Nullable Throwable cause) {
    super(problem, cause);
    this.path = path;
    this.problem = problem;
  }

  /** The same, seen from what has it under that name or number. */
  public MisfitException under(Object place) {
    String step = place.toString().replace("~", "~0").replace("/", "~1");
    return new MisfitException("/" + step + path, problem, getCause());
  }

  /** What is wrong and the way there, {@code /after/price: expected ...}. */
  public String told() {
    return (path.isEmpty() ? "the value" : path) + ": " + problem;
  }

  /** For who converts: the same, behind where the record is. */
  public DataException in(String record) {
    return new DataException(record + ": " + told(), getCause());
  }
}
