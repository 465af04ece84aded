package io.sluice.server.http.route;

/** Does what is asked. */
@FunctionalInterface
public interface Work {
  /**
   * The answer. Called on a thread of the request's own, when it is known that who asks may, and
   * that parameters and body are as the route has them.
   *
   * @throws io.sluice.server.http.problem.ProblemException if it cannot be answered
   * @throws io.sluice.server.operate.Refusal if it cannot be done
   */
  Answer answer(Request request);
}
