package io.sluice.server.api;

import static io.sluice.server.access.Permission.LOOK_AT_RECORDS;
import static io.sluice.server.access.Permission.SEE;

import io.sluice.server.api.document.PastRun;
import io.sluice.server.api.document.PipelineDocument;
import io.sluice.server.api.document.PipelineList;
import io.sluice.server.api.document.PipelineSummary;
import io.sluice.server.api.document.RunDocument;
import io.sluice.server.api.document.RunList;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TopicLetters;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.history.Runs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How pipelines stand. Thread-safe. */
final class PipelineEndpoints {
  private static final String TAG = "pipelines";

  private final Pipelines pipelines;
  private final Runs runs;
  private final DeadLetters letters;
  private final LetterOperations operations;

  PipelineEndpoints(
      Pipelines pipelines, Runs runs, DeadLetters letters, LetterOperations operations) {
    this.pipelines = pipelines;
    this.runs = runs;
    this.letters = letters;
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        Route.get(Drafts.ROOT + "/pipelines")
            .needs(Access.somewhere(SEE))
            .described("listPipelines", TAG, "All pipelines that you may see")
            .query(Parameter.text("search", "Part of a name, connector, sink, owner, description"))
            .query(Parameter.text("namespace", "Only those of this namespace"))
            .query(
                Parameter.choice("state", states(), "Only those in one of these states")
                    .severalTimes())
            .paged()
            .answers(Reply.json(200, PipelineList.class, "A page of pipelines"))
            .does(request -> Answer.json(list(request))),
        Drafts.get("", SEE)
            .described("getPipeline", TAG, "A pipeline with how it stands")
            .answers(Reply.json(200, PipelineDocument.class, "The pipeline"))
            .does(request -> Answer.json(document(request))),
        Drafts.get("/status", SEE)
            .described("getStatus", TAG, "The run that is under way, or ended last")
            .answers(Reply.json(200, RunDocument.class, "The run; 404 if there was none yet"))
            .does(request -> Answer.json(status(request))),
        Drafts.get("/runs", SEE)
            .described("listRuns", TAG, "Runs that the state remembers, newest first")
            .query(Parameter.number(Paging.LIMIT, 1, Paging.MOST, "How many at most"))
            .answers(Reply.json(200, RunList.class, "The runs"))
            .does(request -> Answer.json(runs(request))));
  }

  private static List<String> states() {
    return Arrays.stream(PipelineState.values()).map(PipelineEndpoints::word).toList();
  }

  private static String word(PipelineState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private PipelineList list(Request request) {
    String search = request.text("search").orElse("").toLowerCase(Locale.ROOT);
    String namespace = request.text("namespace").orElse("");
    List<String> states = request.texts("state");
    List<PipelineView> wanted =
        visible(request)
            .filter(pipeline -> namespace.isEmpty() || namespace.equals(pipeline.namespace()))
            .filter(pipeline -> states.isEmpty() || states.contains(word(pipeline.state())))
            .filter(pipeline -> matches(pipeline, search))
            .toList();
    Paging.Slice<PipelineView> page = request.paging().of(wanted, PipelineView::name);
    return new PipelineList(
        page.entries().stream().map(PipelineSummary::of).toList(),
        wanted.size(),
        page.nextCursor());
  }

  /** Those that whoever asks may see. */
  Stream<PipelineView> visible(Request request) {
    return pipelines.all().stream()
        .filter(pipeline -> request.who().may(SEE, pipeline.namespace()));
  }

  private static boolean matches(PipelineView pipeline, String search) {
    Stream<String> texts =
        Stream.of(
            pipeline.name(),
            pipeline.source(),
            pipeline.owner().orElse(""),
            pipeline.description().orElse(""));
    return Stream.concat(texts, pipeline.sinks().stream())
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(search));
  }

  /** How the pipeline in the path stands now. */
  PipelineDocument document(Request request) {
    PipelineView view = named(request);
    return PipelineDocument.of(view, open(view), mayLook(request, view));
  }

  private static boolean mayLook(Request request, PipelineView view) {
    return request.who().may(LOOK_AT_RECORDS, view.namespace());
  }

  /**
   * Nobody knows where they lie in a Kafka that does not run or answer, or it is not known where.
   */
  private PipelineDocument.OpenLetters open(PipelineView view) {
    if (!view.onKafka()) {
      long here = letters.count(DeadLetters.Filter.open(view.name()));
      return here > 0 || view.engine() == Engine.DIRECT
          ? PipelineDocument.OpenLetters.now(here)
          : PipelineDocument.OpenLetters.UNKNOWN;
    }
    try {
      TopicLetters.Kinds kinds = operations.inTopics().kinds(view.name());
      return new PipelineDocument.OpenLetters(kinds.open(), kinds.readAt());
    } catch (Refusal away) {
      return PipelineDocument.OpenLetters.UNKNOWN;
    }
  }

  private RunDocument status(Request request) {
    PipelineView view = named(request);
    return view.status()
        .map(status -> RunDocument.of(status, mayLook(request, view)))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "pipeline " + view.name() + " has not run since the server started",
                    "Those before that are among its runs."));
  }

  private RunList runs(Request request) {
    int most = (int) request.number(Paging.LIMIT).orElse(Paging.USUAL);
    PipelineView view = named(request);
    return new RunList(
        runs.list(view.name(), most).stream().map(run -> PastRun.of(run, view.onKafka())).toList());
  }

  /**
   * The pipeline in the path.
   *
   * @throws Refusal if the project has none of that name
   */
  PipelineView named(Request request) {
    String name = request.part("pipeline");
    return pipelines
        .named(name)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "the project has no pipeline " + name,
                    "Names are those in the files, not those of the files."));
  }

  /**
   * The same, for who asks for what letters in the state alone have. Nobody is to take it for none
   * that those of a pipeline on Kafka are not there.
   */
  PipelineView withLettersInState(Request request) {
    PipelineView view = named(request);
    if (view.onKafka()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "pipeline "
              + view.name()
              + " runs on Kafka: nothing in a topic is changed, so its dead letters have no copies,"
              + " and Connect tries none out",
          "Correct the pipeline or the record at its source, and replay the letter as it is; or"
              + " purge it.");
    }
    return view;
  }
}
