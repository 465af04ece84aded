package io.sluice.server.console;

import io.sluice.contract.event.SchemaEvent;
import io.sluice.project.schema.judge.DraftVerdict;
import io.sluice.schema.SchemaType;
import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.render.Pages;
import io.sluice.server.console.schema.SchemaAddresses;
import io.sluice.server.console.schema.SchemasPage;
import io.sluice.server.console.schema.SubjectPage;
import io.sluice.server.console.schema.SubjectPage.Compared;
import io.sluice.server.console.schema.SubjectPage.Draft;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Refusal;
import io.sluice.server.schema.SchemaDesk;
import io.sluice.server.schema.SubjectDetail;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Schemas of the registry that the project names. Thread-safe. */
final class SchemaRoutes {
  private static final int ROWS = 50;
  private static final int TROUBLES = 5;
  private static final int HIGHEST = Integer.MAX_VALUE;

  private final Frames frames;
  private final Pages pages;
  private final SchemaDesk desk;

  SchemaRoutes(Frames frames, Pages pages, SchemaDesk desk) {
    this.frames = frames;
    this.pages = pages;
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Drafts.page(SchemaAddresses.LIST, "pageSchemas", "The subjects of the registry")
            .needs(Access.everywhere(Permission.SEE))
            .query(Parameter.text("q", "In the name, or in that of a pipeline"))
            .query(Parameter.text("after", "Behind which subject the list begins"))
            .does(this::list),
        Drafts.page(SchemaAddresses.SUBJECT, "pageSubject", "A subject and its versions")
            .needs(Access.everywhere(Permission.SEE))
            .query(Parameter.text("subject", "Its name"))
            .query(Parameter.number("version", 1, HIGHEST, "Which is shown"))
            .query(Parameter.number("from", 1, HIGHEST, "Which it is held against"))
            .does(this::subject),
        Drafts.form(SchemaAddresses.CHECK, "doCheckSchema", "Judges a draft")
            .needs(Access.everywhere(Permission.SEE))
            .does(this::check));
  }

  private Answer list(Request request) {
    String text = request.text("q").orElse("");
    Frame frame = frames.still(request, "Schemas", Place.SCHEMAS);
    List<SchemaEvent> troubles = desk.troubles(TROUBLES);
    SchemasPage page;
    try {
      page =
          SchemasPage.of(frame, text, desk.subjects(text, request.text("after"), ROWS), troubles);
    } catch (Refusal away) {
      page = SchemasPage.away(frame, text, Refusals.of(away), troubles);
    }
    return Drafts.answer(pages.render("schemas", page));
  }

  private Answer subject(Request request) {
    Optional<String> subject = request.text("subject");
    if (subject.isEmpty()) {
      return Answer.seeOther(SchemaAddresses.LIST);
    }
    SubjectDetail detail = desk.subject(subject.get(), number(request, "version"));
    Compared compared =
        number(request, "from")
            .or(detail::before)
            .map(from -> compared(detail, from))
            .orElse(Compared.NONE);
    return page(request, detail, compared, Optional.empty(), Optional.empty());
  }

  private Compared compared(SubjectDetail detail, int from) {
    try {
      return new Compared(
          Optional.of(desk.difference(detail.shown().subject(), from, detail.shown().version())),
          Optional.empty());
    } catch (Refusal refusal) {
      return new Compared(Optional.empty(), Optional.of(Refusals.of(refusal)));
    }
  }

  private Answer check(Request request) {
    SubjectDetail detail = desk.subject(request.field("subject").orElse(""), Optional.empty());
    Draft draft =
        new Draft(
            request.field("type").orElse(detail.shown().type().name()),
            request.field("schema").orElse(""));
    DraftVerdict verdict =
        SchemaType.named(draft.type())
            .map(
                type ->
                    desk.check(
                        detail.shown().subject(), type, draft.text(), detail.shown().references()))
            .orElseGet(() -> DraftVerdict.invalid("there is no language of that name"));
    return page(request, detail, Compared.NONE, Optional.of(draft), Optional.of(verdict));
  }

  private Answer page(
      Request request,
      SubjectDetail detail,
      Compared compared,
      Optional<Draft> draft,
      Optional<DraftVerdict> verdict) {
    Frame frame = frames.still(request, detail.shown().subject(), Place.SCHEMAS);
    return Drafts.answer(
        pages.render("subject", SubjectPage.of(frame, detail, compared, draft, verdict)));
  }

  private static Optional<Integer> number(Request request, String name) {
    OptionalLong number = request.number(name);
    return number.isPresent() ? Optional.of((int) number.getAsLong()) : Optional.empty();
  }
}
