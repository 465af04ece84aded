package io.sluice.server.http;

import io.sluice.server.access.AccessRefusal;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.operate.Refusal;

/**
 * What refusals of the server's parts are to those who ask over HTTP, be it for a document or a
 * page: the one place where a kind of refusal gets its status.
 */
public final class RefusalKinds {
  private RefusalKinds() {}

  /** Of what was asked about pipelines and what belongs to them. */
  public static ProblemKind of(Refusal refusal) {
    return switch (refusal.kind()) {
      case NOT_FOUND -> ProblemKind.NOT_FOUND;
      case CONFLICT -> ProblemKind.CONFLICT;
      case INVALID -> ProblemKind.INVALID;
      case STANDBY -> ProblemKind.STANDBY;
      case FAILED -> ProblemKind.FAILED;
    };
  }

  /** Of what was asked about access. */
  public static ProblemKind of(AccessRefusal refusal) {
    return switch (refusal.kind()) {
      case NOT_FOUND -> ProblemKind.NOT_FOUND;
      case CONFLICT -> ProblemKind.CONFLICT;
      case INVALID -> ProblemKind.INVALID;
      case FORBIDDEN -> ProblemKind.FORBIDDEN;
    };
  }
}
