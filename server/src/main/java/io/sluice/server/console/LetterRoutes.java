package io.sluice.server.console;

import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.server.access.Permission;
import io.sluice.server.console.letter.JobPage;
import io.sluice.server.console.letter.KindPage;
import io.sluice.server.console.letter.LetterAddresses;
import io.sluice.server.console.letter.LetterPage;
import io.sluice.server.console.letter.LettersPage;
import io.sluice.server.console.letter.TopicLetterPage;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.render.Pages;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.LetterPlaces;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TopicLetters;
import io.sluice.server.operate.TopicLetters.Listed;
import io.sluice.server.view.Engine;
import io.sluice.server.view.LetterSpan;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.state.deadletter.DeadLetters.Filter;
import io.sluice.state.deadletter.DeadLetters.Status;
import io.sluice.state.deadletter.DeadLetters.Stored;
import io.sluice.state.deadletter.LetterSurvey.Intervals;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pages that show dead letters. Thread-safe. */
final class LetterRoutes {
  private final Frames frames;
  private final Pages pages;
  private final Readings readings;
  private final Pipelines pipelines;
  private final LetterParts parts;
  private final Clock clock;

  LetterRoutes(Frames frames, Pages pages, Readings readings, ConsoleParts parts) {
    this.frames = frames;
    this.pages = pages;
    this.readings = readings;
    this.pipelines = parts.running().pipelines();
    this.parts = parts.letters();
    this.clock = parts.clock();
  }

  List<Route> routes() {
    return List.of(
        survey(
                Drafts.page(LetterAddresses.ALL, "pageAllLetters", "Dead letters of all pipelines")
                    .needs(Access.somewhere(Permission.SEE)))
            .does(this::all),
        survey(
                Drafts.ofPipeline(
                    Drafts.page("/pipelines/{pipeline}/letters", "pageLetters", "Its dead letters"),
                    Permission.SEE))
            .query(Parameter.text("signature", "Those of this kind of error, one by one"))
            .query(Parameter.choice("status", words(), "Of these what became of them"))
            .query(Parameter.text("before", "Older than this letter"))
            .does(this::ofPipeline),
        Drafts.ofPipeline(
                Drafts.page("/pipelines/{pipeline}/letters/{letter}", "pageLetter", "One of them"),
                Permission.SEE)
            .part("letter", "Id of a dead letter")
            .does(this::one),
        Drafts.ofPipeline(
                Drafts.page(
                    "/pipelines/{pipeline}/letters/jobs/{job}", "pageLetterJob", "How far it is"),
                Permission.SEE)
            .part("job", "Id of a job")
            .does(this::job));
  }

  private static RouteDraft survey(RouteDraft draft) {
    return draft
        .query(
            Parameter.choice(
                "span",
                Arrays.stream(LetterSpan.values()).map(LetterSpan::id).toList(),
                "How far back arrivals are shown"))
        .query(Parameter.flag("closed", "Whether kinds without an open letter are shown"));
  }

  private static List<String> words() {
    return Arrays.stream(Status.values())
        .map(status -> status.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private Answer all(Request request) {
    List<PipelineView> visible =
        pipelines.all().stream()
            .filter(one -> request.who().may(Permission.SEE, one.namespace()))
            .toList();
    Frame frame = frames.live(request, "Dead letters", Place.LETTERS, Optional.empty());
    return Drafts.answer(
        pages.render("letters", LettersPage.ofAll(frame, visible, survey(request, visible))));
  }

  private Answer ofPipeline(Request request) {
    Reading reading = readings.named(request.part("pipeline"));
    Frame frame = frame(request, reading.pipeline().name());
    Optional<String> signature = request.text("signature");
    if (signature.isPresent()) {
      return kind(request, frame, reading, signature.get());
    }
    return Drafts.answer(
        pages.render(
            "letters",
            LettersPage.of(
                frame,
                reading,
                survey(request, List.of(reading.pipeline())),
                parts.operations().jobs(reading.pipeline().name()))));
  }

  private LettersPage.Survey survey(Request request, List<PipelineView> of) {
    LetterSpan span = LetterSpan.named(request.text("span").orElse(""));
    boolean closed = request.flag("closed");
    Intervals over = span.intervals(clock.instant());
    List<String> names = of.stream().filter(one -> !one.onKafka()).map(PipelineView::name).toList();
    return new LettersPage.Survey(
        span,
        closed,
        over,
        parts.survey().kinds(names, closed, LettersPage.MOST + 1),
        parts.survey().arrivals(names, over),
        inTopics(of));
  }

  private LettersPage.InTopics inTopics(List<PipelineView> of) {
    List<String> names = of.stream().filter(PipelineView::onKafka).map(PipelineView::name).toList();
    Map<String, TopicLetters.Kinds> kinds = new LinkedHashMap<>();
    Map<String, Refused> unknown = new LinkedHashMap<>();
    for (PipelineView view : of) {
      if (view.engine() == Engine.UNKNOWN) {
        unknown.put(view.name(), Refusals.of(LetterPlaces.unknown(view)));
      }
    }
    if (names.isEmpty()) {
      return new LettersPage.InTopics(kinds, unknown);
    }
    try {
      TopicLetters letters = parts.operations().inTopics();
      if (of.size() == 1) {
        kinds.put(names.get(0), letters.kinds(names.get(0)));
      } else {
        letters
            .kinds(names)
            .forEach(
                (name, told) -> {
                  told.kinds().ifPresent(known -> kinds.put(name, known));
                  told.away().ifPresent(away -> unknown.put(name, Refusals.of(away)));
                });
      }
    } catch (Refusal away) {
      names.forEach(name -> unknown.put(name, Refusals.of(away)));
    }
    return new LettersPage.InTopics(kinds, unknown);
  }

  private Answer kind(Request request, Frame frame, Reading reading, String signature) {
    String pipeline = reading.pipeline().name();
    Status status = Status.valueOf(request.text("status").orElse("open").toUpperCase(Locale.ROOT));
    long open = parts.open(reading.pipeline(), LetterChoice.ofSignature(signature));
    Optional<String> before = request.text("before");
    return Drafts.answer(
        pages.render(
            "letter-kind",
            reading.pipeline().onKafka()
                ? KindPage.inTopics(
                    frame,
                    reading,
                    signature,
                    status,
                    open,
                    parts
                        .operations()
                        .inTopics()
                        .list(
                            pipeline,
                            new TopicLetters.Query(
                                status,
                                Optional.of(signature),
                                before.flatMap(LetterId::parse),
                                true,
                                KindPage.MOST + 1)))
                : KindPage.of(
                    frame,
                    reading,
                    signature,
                    status,
                    open,
                    parts
                        .letters()
                        .newestBare(
                            new Filter(pipeline, status, signature, null, Set.of()),
                            before.map(LetterRoutes::number).orElse(Long.MAX_VALUE),
                            KindPage.MOST + 1))));
  }

  private static long number(String id) {
    if (!id.matches("[0-9]{1,18}")) {
      throw ProblemException.badRequest(
          List.of(Fault.ofQuery("before", "expected the id of a letter but found another")));
    }
    return Long.parseLong(id);
  }

  private Answer one(Request request) {
    Reading reading = readings.named(request.part("pipeline"));
    Frame frame = frame(request, "Dead letter " + request.part("letter"));
    if (reading.pipeline().onKafka()) {
      Listed found =
          parts.operations().inTopics().find(reading.pipeline().name(), request.part("letter"));
      return Drafts.answer(pages.render("letter", TopicLetterPage.of(frame, reading, found)));
    }
    Stored stored = letter(parts, request);
    return Drafts.answer(
        pages.render(
            "letter", LetterPage.of(frame, reading, stored, parts.copies().of(stored.id()))));
  }

  /** The letter in the path. */
  static Stored letter(LetterParts parts, Request request) {
    String pipeline = request.part("pipeline");
    return parts
        .letters()
        .find(request.partNumber("letter"))
        .filter(found -> found.letter().pipeline().equals(pipeline))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "Pipeline " + pipeline + " has no such dead letter",
                    "Those that it has are on its page of dead letters"));
  }

  private Answer job(Request request) {
    Reading reading = readings.named(request.part("pipeline"));
    LetterJob job = job(parts, request);
    JobPage page = JobPage.of(frame(request, "Dead letters"), reading, job);
    return Drafts.answer(pages.render("letter-job", page));
  }

  /** The job in the path. */
  static LetterJob job(LetterParts parts, Request request) {
    return parts
        .operations()
        .job(request.part("pipeline"), request.part("job"))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "There is no such job",
                    "The server forgets jobs when it is restarted; letters tell what became of"
                        + " them"));
  }

  private Frame frame(Request request, String title) {
    return frames.live(request, title, Place.PIPELINES, Optional.empty());
  }
}
