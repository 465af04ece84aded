package io.sluice.server.console;

import io.sluice.server.access.Permission;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.record.RecordsPage;
import io.sluice.server.console.record.RecordsQuery;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Refusal;
import io.sluice.server.records.Look;
import io.sluice.server.records.RecordWatches;
import io.sluice.server.records.Stream;
import java.util.List;
import java.util.Optional;

/**
 * The page that looks into a pipeline's stream. While it is open it asks for itself anew, which
 * goes on with the look that it began. Thread-safe.
 */
final class RecordRoutes {
  private static final String PATH = "/pipelines/{pipeline}/records";
  private static final String SOURCE = "source";

  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final RecordWatches watches;

  RecordRoutes(Frames frames, Pages pages, Readings readings, RecordWatches watches) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.watches = watches;
  }

  List<Route> routes() {
    return List.of(
        Drafts.ofPipeline(
                Drafts.page(PATH, "pageRecords", "A look into its stream"),
                Permission.LOOK_AT_RECORDS)
            .query(Parameter.text("stage", "Where: source, transform:NAME, schema, sink:NAME"))
            .query(Parameter.number("record", 1, Long.MAX_VALUE, "Which one is opened"))
            .query(Parameter.text("follow", "Name of a look at one key"))
            .query(Parameter.choice("hold", List.of("true", "false"), "Nothing new is to come"))
            .does(this::page),
        Drafts.ofPipeline(
                Drafts.form(PATH, "followKey", "Begins a look at one key, which is in no address"),
                Permission.LOOK_AT_RECORDS)
            .does(this::follow));
  }

  private Answer page(Request request) {
    RecordsQuery query =
        new RecordsQuery(
            readings.named(request.part("pipeline")).pipeline().name(),
            request.text("stage").orElse(SOURCE),
            request.number("record").isPresent()
                ? Optional.of(request.number("record").getAsLong())
                : Optional.empty(),
            request.text("follow").orElse(""),
            request.text("hold").filter("true"::equals).isPresent());
    try {
      Look look =
          query.follows().isEmpty()
              ? watches.look(request.who(), query.pipeline(), query.stage(), "", "")
              : watches
                  .again(request.who(), query.pipeline(), query.follows())
                  .orElseThrow(RecordRoutes::over);
      look.watch().hold(query.held());
      return answer(request, 200, (frame, of) -> RecordsPage.of(frame, of, query, look));
    } catch (Refusal refusal) {
      return refused(request, 200, query, refusal);
    }
  }

  private Answer follow(Request request) {
    RecordsQuery query =
        new RecordsQuery(
            readings.named(request.part("pipeline")).pipeline().name(),
            request.field("stage").orElse(SOURCE),
            Optional.empty(),
            "",
            false);
    String key = request.field("key").orElse("").strip();
    if (key.isEmpty()) {
      return Answer.seeOther(query.address());
    }
    try {
      Look look = watches.look(request.who(), query.pipeline(), query.stage(), key, "");
      return Answer.seeOther(query.follow(look.id()).address());
    } catch (Refusal refusal) {
      return refused(request, Refusals.status(refusal), query, refusal);
    }
  }

  private static Refusal over() {
    return new Refusal(
        Refusal.Kind.CONFLICT,
        "This look at one key has ended, as it does when nobody has had the page open for a while",
        "Type the key again; it is kept nowhere.");
  }

  private Answer refused(Request request, int status, RecordsQuery query, Refusal refusal) {
    Refused why = Refusals.of(refusal);
    Optional<Stream> stream =
        refusal.kind() == Refusal.Kind.STANDBY
            ? Optional.empty()
            : watches.stream(query.pipeline());
    return answer(
        request,
        status,
        (frame, reading) -> RecordsPage.refused(frame, reading, query, stream, why));
  }

  private interface Making {
    RecordsPage page(Frame frame, Reading reading);
  }

  private Answer answer(Request request, int status, Making making) {
    Reading reading = readings.named(request.part("pipeline"));
    String title = "Records of " + reading.pipeline().name();
    Frame frame = frames.live(request, title, Place.PIPELINES, Optional.empty());
    return Drafts.answer(status, pages.render("records", making.page(frame, reading)));
  }
}
