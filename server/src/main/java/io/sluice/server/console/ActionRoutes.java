package io.sluice.server.console;

import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Action;
import io.sluice.server.console.page.ActionPage;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import java.util.List;
import java.util.Optional;

/** What people do to a pipeline: first it is said what that means, then it is done. Thread-safe. */
final class ActionRoutes {
  private static final String PATH = "/pipelines/{pipeline}/do/{action}";

  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final Operations operations;

  ActionRoutes(Frames frames, Pages pages, Readings readings, Operations operations) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        Drafts.ofPipeline(
                Drafts.page(PATH, "pageAction", "What an action does")
                    .part("action", "As start, stop, pause"),
                Permission.OPERATE)
            .does(request -> page(request, 200, "", Optional.empty())),
        Drafts.ofPipeline(
                Drafts.form(PATH, "doAction", "Has an action done")
                    .part("action", "As start, stop, pause"),
                Permission.OPERATE)
            .does(this::act));
  }

  private Answer act(Request request) {
    Action action = action(request);
    String name = readings.named(request.part("pipeline")).pipeline().name();
    String reason = Reason.ofForm(request);
    try {
      perform(action, request.who(), name, reason);
    } catch (Refusal refusal) {
      return page(request, Refusals.status(refusal), reason, Optional.of(Refusals.of(refusal)));
    }
    return Answer.seeOther(Addresses.pipeline(name) + "?done=" + action.id());
  }

  private void perform(Action action, Identity who, String name, String reason) {
    switch (action) {
      case START -> operations.start(who, name, reason);
      case STOP -> operations.stop(who, name, reason);
      case PAUSE -> operations.pause(who, name, reason);
      case RESUME -> operations.resume(who, name, reason);
      case RESTART -> operations.restart(who, name, reason);
      case RUN_ONCE -> operations.runOnce(who, name, reason);
    }
  }

  private Answer page(Request request, int status, String reason, Optional<Refused> refused) {
    Action action = action(request);
    Reading reading = readings.named(request.part("pipeline"));
    String title = action.label() + " " + reading.pipeline().name();
    return Drafts.answer(
        status,
        pages.render(
            "action",
            ActionPage.of(
                frames.still(request, title, Place.PIPELINES), reading, action, reason, refused)));
  }

  private static Action action(Request request) {
    return Action.named(request.part("action"))
        .orElseThrow(() -> new ProblemException(ProblemKind.NOT_FOUND, "There is no such action"));
  }
}
