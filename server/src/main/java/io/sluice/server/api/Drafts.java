package io.sluice.server.api;

import io.sluice.server.access.Permission;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;

/** What routes of the API have in common. */
final class Drafts {
  /** In front of all paths but those of probes. */
  static final String ROOT = "/api/v1";

  private static final String PIPELINE = ROOT + "/pipelines/{pipeline}";

  private Drafts() {}

  /** Something to look at, of one pipeline. */
  static RouteDraft get(String below, Permission needed) {
    return ofPipeline(Route.get(PIPELINE + below), needed);
  }

  /** Something to do, with one pipeline. */
  static RouteDraft post(String below, Permission needed) {
    return withReason(ofPipeline(Route.post(PIPELINE + below), needed));
  }

  /** Something to set, of one pipeline. */
  static RouteDraft put(String below, Permission needed) {
    return withReason(ofPipeline(Route.put(PIPELINE + below), needed));
  }

  private static RouteDraft ofPipeline(RouteDraft draft, Permission needed) {
    return draft.needs(Access.ofPipeline(needed)).part("pipeline", "Name of a pipeline");
  }

  /** It is recorded, and may be said why. */
  static RouteDraft withReason(RouteDraft draft) {
    return draft.query(Parameter.text(Reason.NAME, "Why, for the audit log"));
  }

  /** Why it is done, in one line; empty if it is not said. */
  static String reason(Request request) {
    return Reason.ofQuery(request);
  }
}
