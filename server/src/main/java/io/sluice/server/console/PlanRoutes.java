package io.sluice.server.console;

import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.PlanPage;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import java.util.List;
import java.util.Optional;

/** What the files would change, and having them do it. Thread-safe. */
final class PlanRoutes {
  private final Frames frames;
  private final Pages pages;
  private final Operations operations;

  PlanRoutes(Frames frames, Pages pages, Operations operations) {
    this.frames = frames;
    this.pages = pages;
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page("/plan", "pagePlan", "What the files would change")
            .needs(Access.everywhere(Permission.SEE))
            .does(request -> page(request, 200, Optional.empty())),
        Drafts.form("/plan", "doApply", "Has the files applied")
            .needs(Access.everywhere(Permission.EDIT))
            .does(this::apply));
  }

  private Answer apply(Request request) {
    FolderPlan now = operations.plan();
    // By its id: who looked at another one is to look again.
    if (!request.field("plan").equals(Optional.of(now.id()))) {
      return page(
          request,
          409,
          Optional.of(
              new Refused(
                  "The files have changed since you looked at them",
                  Optional.of("Look at what they would change now, then apply that"))));
    }
    try {
      operations.apply(request.who(), now, Reason.ofForm(request));
    } catch (Refusal refusal) {
      return page(request, Refusals.status(refusal), Optional.of(Refusals.of(refusal)));
    }
    return Answer.seeOther("/");
  }

  private Answer page(Request request, int status, Optional<Refused> refused) {
    return Drafts.answer(
        status,
        pages.render(
            "plan",
            PlanPage.of(
                frames.live(request, "Plan", Place.PLAN, Optional.empty()),
                operations.plan(),
                refused)));
  }
}
