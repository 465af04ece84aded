package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something in a pipeline file that does not hold, and what to do about it. Shows neither secrets
 * nor rows.
 *
 * @param place where
 * @param message what was expected and what was found
 * @param hint what to do, a sentence of its own; null when the message says it all
 * @param severity whether the pipeline can run in spite of it
 */
public record Problem(Place place, String message, @Nullable String hint, Severity severity) {
  /** Whether a pipeline with such a problem runs. */
  public enum Severity {
    /** The pipeline is refused. */
    ERROR,
    /** The pipeline runs, but probably not as its author meant. */
    WARNING
  }

  /** The order of the file. */
  public static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt((Problem problem) -> problem.place().line())
          .thenComparingInt(problem -> problem.place().column());

  public Problem {
    requireNonNull(place, "place is null");
    requireNonNull(message, "message is null");
  }

  /** A problem that keeps the pipeline from running. */
  public static Problem error(Place place, String message, @Nullable String hint) {
    return new Problem(place, message, hint, Severity.ERROR);
  }

  /** A problem that the pipeline runs with. */
  public static Problem warning(Place place, String message, @Nullable String hint) {
    return new Problem(place, message, hint, Severity.WARNING);
  }

  /** Whether this keeps the pipeline from running. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** One line: {@code file:line:column path: message. Hint}. */
  @Override
  public String toString() {
    return place
        + ": "
        + (severity == Severity.WARNING ? "warning: " : "")
        + message
        + (hint == null ? "" : ". " + hint);
  }
}
