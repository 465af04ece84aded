package io.sluice.server.console;

import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Addresses;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.SnapshotPage;
import io.sluice.server.console.page.SnapshotPage.Form;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Reason;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TableSnapshot;
import io.sluice.server.view.PipelineView;
import java.util.List;
import java.util.Optional;

/** Having tables read anew. Thread-safe. */
final class SnapshotRoutes {
  private static final String PATH = "/pipelines/{pipeline}/snapshot";

  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final Operations operations;

  SnapshotRoutes(Frames frames, Pages pages, Readings readings, Operations operations) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        Drafts.ofPipeline(
                Drafts.page(PATH, "pageSnapshot", "Which tables are to be read anew"),
                Permission.OPERATE)
            .does(request -> page(request, 200, Form.EMPTY, Optional.empty())),
        Drafts.ofPipeline(
                Drafts.form(PATH, "doSnapshot", "Has tables read anew"), Permission.OPERATE)
            .does(this::snapshot));
  }

  private Answer snapshot(Request request) {
    PipelineView pipeline = readings.named(request.part("pipeline")).pipeline();
    Form form =
        new Form(
            request.field("tables").orElse(""),
            request.field("column").orElse("").strip(),
            request.field("since").orElse("").strip(),
            request.field("condition").orElse("").strip());
    try {
      operations.snapshot(
          request.who(), pipeline.name(), wanted(request, pipeline, form), Reason.ofForm(request));
    } catch (Refusal refusal) {
      return page(request, Refusals.status(refusal), form, Optional.of(Refusals.of(refusal)));
    }
    return Answer.seeOther(Addresses.pipeline(pipeline.name()) + "?done=snapshot");
  }

  private static TableSnapshot wanted(Request request, PipelineView pipeline, Form form) {
    List<String> tables =
        form.tables()
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .distinct()
            .toList();
    if (tables.isEmpty()) {
      throw new Refusal(Refusal.Kind.INVALID, "No table is named", "Name one in each line");
    }
    if (form.column().isEmpty() != form.since().isEmpty()) {
      throw new Refusal(
          Refusal.Kind.INVALID,
          "Either the column or the time is missing",
          "Say both for rows since a time, and none for all rows");
    }
    boolean all = form.condition().isEmpty();
    if (!all && !request.who().may(Permission.EDIT, pipeline.namespace())) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN, "A condition is for who may write the pipeline's file");
    }
    return new TableSnapshot(
        tables,
        form.since().isEmpty()
            ? Optional.empty()
            : Optional.of(new TableSnapshot.Since(form.column(), Moments.of(form.since()))),
        all ? Optional.empty() : Optional.of(form.condition()));
  }

  private Answer page(Request request, int status, Form form, Optional<Refused> refused) {
    Reading reading = readings.named(request.part("pipeline"));
    String title = "Read tables of " + reading.pipeline().name();
    return Drafts.answer(
        status,
        pages.render(
            "snapshot",
            SnapshotPage.of(
                frames.still(request, title, Place.PIPELINES), reading, form, refused)));
  }
}
