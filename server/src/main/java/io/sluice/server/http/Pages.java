package io.sluice.server.http;

import io.sluice.server.http.door.Visitor;
import io.sluice.server.http.problem.Problem;
import java.util.Optional;

/** What people see where a program would be sent a problem. Thread-safe. */
public interface Pages {
  /**
   * A page, as HTML.
   *
   * @param problem free of secrets
   * @param visitor who sees it; empty if nobody is known
   */
  String problem(Problem problem, Optional<Visitor> visitor);

  /**
   * Where one signs in: a path, encoded.
   *
   * @param back the path with its query that was asked for, and is to be shown then; not encoded
   *     for a query
   */
  String signIn(String back);
}
