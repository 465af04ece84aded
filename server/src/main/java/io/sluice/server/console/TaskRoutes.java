package io.sluice.server.console;

import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.RestartTaskPage;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import java.util.List;
import java.util.Optional;

/** Having a task begin anew. Thread-safe. */
final class TaskRoutes {
  private static final String PATH = "/pipelines/{pipeline}/tasks/{task}/restart";

  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final Operations operations;

  TaskRoutes(Frames frames, Pages pages, Readings readings, Operations operations) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        ofTask(Drafts.page(PATH, "pageRestartTask", "What restarting a task means"))
            .does(request -> page(request, 200, "", Optional.empty())),
        ofTask(Drafts.form(PATH, "doRestartTask", "Has a task begin anew")).does(this::restart));
  }

  private static RouteDraft ofTask(RouteDraft draft) {
    return Drafts.ofPipeline(
        draft.part("task", "Its name: source-0, sink-NAME-0"), Permission.OPERATE);
  }

  private Answer restart(Request request) {
    String name = readings.named(request.part("pipeline")).pipeline().name();
    String reason = Reason.ofForm(request);
    try {
      operations.restartTask(request.who(), name, request.part("task"), reason);
    } catch (Refusal refusal) {
      return page(request, Refusals.status(refusal), reason, Optional.of(Refusals.of(refusal)));
    }
    return Answer.seeOther(Addresses.pipeline(name) + "?done=restart-task");
  }

  private Answer page(Request request, int status, String reason, Optional<Refused> refused) {
    Reading reading = readings.named(request.part("pipeline"));
    String task = request.part("task");
    String title = "Restart " + task + " of " + reading.pipeline().name();
    return Drafts.answer(
        status,
        pages.render(
            "restart-task",
            RestartTaskPage.of(
                frames.still(request, title, Place.PIPELINES), reading, task, reason, refused)));
  }
}
