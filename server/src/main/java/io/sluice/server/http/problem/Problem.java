package io.sluice.server.http.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as clients and pages show it.
 *
 * @param detail what was expected, and what was found
 * @param instance the path that was asked; with the id in the log where there is one
 * @param hint what to do; null if there is nothing to say
 * @param errors where, if it is about parts of the request
 */
public record Problem(
    ProblemKind kind, String detail, String instance, @Nullable String hint, List<Fault> errors) {
  /** The media type of problems (RFC 9457). */
  public static final String TYPE = "application/problem+json";

  public Problem {
    errors = List.copyOf(errors);
  }

  /** Without parts. */
  public static Problem of(ProblemKind kind, String detail, String instance) {
    return new Problem(kind, detail, instance, null, List.of());
  }
}
