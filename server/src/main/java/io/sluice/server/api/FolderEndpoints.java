package io.sluice.server.api;

import io.sluice.server.access.Permission;
import io.sluice.server.api.document.ApplyRequest;
import io.sluice.server.api.document.PlanDocument;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import java.util.List;

/** How the project's files differ from what runs, and making it so. Thread-safe. */
final class FolderEndpoints {
  private static final String TAG = "plan";

  private final Operations operations;

  FolderEndpoints(Operations operations) {
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Drafts.ROOT + "/plan")
            .needs(Access.everywhere(Permission.SEE))
            .described("getPlan", TAG, "What the files would change of what runs")
            .answers(Reply.json(200, PlanDocument.class, "The plan"))
            .does(request -> Answer.json(PlanDocument.of(operations.plan()))),
        Drafts.withReason(Route.post(Drafts.ROOT + "/apply"))
            .needs(Access.everywhere(Permission.EDIT))
            .described("applyPlan", TAG, "Makes a plan so that was looked at")
            .takes(Body.json(ApplyRequest.class))
            .answers(Reply.json(200, PlanDocument.class, "What was done; pipelines follow"))
            .does(request -> Answer.json(apply(request))),
        Drafts.withReason(Route.post(Drafts.ROOT + "/names/{name}/release"))
            .needs(Access.everywhere(Permission.ADMINISTER))
            .part("name", "Name of a pipeline that is gone")
            .described(
                "releaseName", TAG, "Gives up what a namespace keeps of a pipeline that is gone")
            .answers(Reply.none("It is whoever's who takes it next"))
            .does(this::release));
  }

  private Answer release(Request request) {
    operations.releaseName(request.who(), request.part("name"), Drafts.reason(request));
    return Answer.none();
  }

  /** Who says which plan they looked at gets that one or none. */
  private PlanDocument apply(Request request) {
    String looked = request.body(ApplyRequest.class).plan();
    FolderPlan now = operations.plan();
    if (!now.id().equals(looked)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "the files, or what runs, have changed since that plan was made",
          "Look at the plan as it is now, and apply that one.");
    }
    return PlanDocument.of(operations.apply(request.who(), now, Drafts.reason(request)));
  }
}
