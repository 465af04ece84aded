package io.sluice.server.http.route;

import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import java.util.Optional;

/** Why somebody does something, as they say it for the audit log: one line, and not a long one. */
public final class Reason {
  /** By this name it is asked for: in the query of the API, in the forms of pages. */
  public static final String NAME = "reason";

  /** Characters; whoever needs more has a ticket to name. */
  public static final int LONGEST = 1_000;

  private Reason() {}

  /** As the query of a request of the API has it; empty if it is not said. */
  public static String ofQuery(Request request) {
    return of(request.text(NAME));
  }

  /**
   * As the form of a page has it; empty if it is not said.
   *
   * @throws ProblemException if it is too long
   */
  public static String ofForm(Request request) {
    return of(request.field(NAME));
  }

  private static String of(Optional<String> said) {
    String reason = said.orElse("");
    if (reason.length() > LONGEST) {
      throw new ProblemException(
          ProblemKind.INVALID,
          "expected a reason of at most " + LONGEST + " characters, found " + reason.length());
    }
    return reason.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
