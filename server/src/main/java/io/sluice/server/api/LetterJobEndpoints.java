package io.sluice.server.api;

import static io.sluice.server.access.Permission.OPERATE;
import static io.sluice.server.access.Permission.SEE;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.kafka.deadletter.pipeline.LetterId;
import io.sluice.server.api.document.LetterJobDocument;
import io.sluice.server.api.document.LetterJobList;
import io.sluice.server.api.document.LetterSelection;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import io.sluice.server.operate.LetterChoice;
import io.sluice.server.operate.LetterJob;
import io.sluice.server.operate.LetterOperations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Replaying and purging dead letters, which may take its time. Thread-safe. */
final class LetterJobEndpoints {
  private static final String TAG = "dead letters";
  private static final String WAIT = "wait";

  /** One selection names at most so many; there is no bound where a signature or all is meant. */
  private static final int MOST_IDS = 10_000;

  private static final int LONGEST_WAIT = 20;

  private final LetterOperations operations;
  private final PipelineEndpoints pipelines;

  LetterJobEndpoints(LetterOperations operations, PipelineEndpoints pipelines) {
    this.operations = operations;
    this.pipelines = pipelines;
  }

  List<Route> routes() {
    return List.of(
        begins(Drafts.post("/dead-letters/replay", OPERATE))
            .described("replayDeadLetters", TAG, "Sends open ones through the pipeline again")
            .does(request -> begin(request, LetterJob.Kind.REPLAY)),
        begins(Drafts.post("/dead-letters/purge", OPERATE))
            .described("purgeDeadLetters", TAG, "Puts open ones away for good; needs a reason")
            .does(request -> begin(request, LetterJob.Kind.PURGE)),
        Drafts.get("/dead-letters/jobs", SEE)
            .described("listDeadLetterJobs", TAG, "Replays and purges since the server started")
            .answers(Reply.json(200, LetterJobList.class, "The jobs, the newest first"))
            .does(
                request ->
                    Answer.json(
                        LetterJobList.of(operations.jobs(pipelines.named(request).name())))),
        Drafts.get("/dead-letters/jobs/{job}", SEE)
            .part("job", "Id of a job")
            .described("getDeadLetterJob", TAG, "How far a replay or a purge is")
            .query(waiting())
            .answers(Reply.json(200, LetterJobDocument.class, "The job"))
            .does(request -> Answer.json(LetterJobDocument.of(waited(request, job(request))))),
        Drafts.post("/dead-letters/jobs/{job}/stop", OPERATE)
            .part("job", "Id of a job")
            .described("stopDeadLetterJob", TAG, "Has it end before its next part")
            .answers(Reply.json(200, LetterJobDocument.class, "The job"))
            .does(this::stop));
  }

  private static RouteDraft begins(RouteDraft draft) {
    return draft
        .query(waiting())
        .takes(Body.json(LetterSelection.class))
        .answers(Reply.json(200, LetterJobDocument.class, "It has ended: what became of them"))
        .answers(Reply.json(202, LetterJobDocument.class, "It goes on; Location tells where"));
  }

  private static Parameter waiting() {
    return Parameter.number(
        WAIT, 0, LONGEST_WAIT, "How many seconds to wait for its end at most; 0 if not said");
  }

  private Answer begin(Request request, LetterJob.Kind kind) {
    PipelineView view = pipelines.named(request);
    String pipeline = view.name();
    LetterChoice choice = choice(request.body(LetterSelection.class), view.onKafka());
    String reason = Drafts.reason(request);
    if (kind == LetterJob.Kind.PURGE && reason.isEmpty()) {
      throw ProblemException.badRequest(
          List.of(
              Fault.ofQuery(
                  "reason",
                  "expected why, since what is purged does not come back, but found"
                      + " nothing")));
    }
    LetterJob job =
        waited(request, operations.begin(request.who(), pipeline, kind, choice, reason));
    return Answer.json(job.state().ended() ? 200 : 202, LetterJobDocument.of(job))
        .with(
            "Location",
            Drafts.ROOT
                + "/pipelines/"
                + request.part("pipeline")
                + "/dead-letters/jobs/"
                + job.id());
  }

  private LetterJob waited(Request request, LetterJob job) {
    try {
      return operations.await(job, Duration.ofSeconds(request.number(WAIT).orElse(0)));
    } catch (InterruptedException called) {
      Thread.currentThread().interrupt();
      return job;
    }
  }

  private Answer stop(Request request) {
    LetterJob job = job(request);
    operations.stop(request.who(), job.pipeline(), job.id());
    return Answer.json(LetterJobDocument.of(job(request)));
  }

  private LetterJob job(Request request) {
    String pipeline = pipelines.named(request).name();
    return operations
        .job(pipeline, request.part("job"))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "pipeline " + pipeline + " has no such job",
                    "The server forgets jobs when it is restarted; letters tell what became of"
                        + " them."));
  }

  private static LetterChoice choice(LetterSelection selection, boolean onKafka) {
    boolean all = Boolean.TRUE.equals(selection.all());
    List<JsonNode> ids = selection.ids();
    String signature = selection.signature();
    long said = Stream.of(ids != null, signature != null, all).filter(is -> is).count();
    if (said != 1) {
      throw ProblemException.badRequest(
          List.of(
              Fault.ofBody(
                  "", "expected exactly one of ids, signature and all, but found " + said)));
    }
    if (ids != null) {
      if (ids.isEmpty() || ids.size() > MOST_IDS) {
        throw ProblemException.badRequest(
            List.of(
                Fault.ofBody(
                    "/ids", "expected from 1 to " + MOST_IDS + " ids but found " + ids.size())));
      }
      return LetterChoice.of(texts(ids, onKafka));
    }
    return signature == null ? LetterChoice.ALL : LetterChoice.ofSignature(signature);
  }

  private static List<String> texts(List<JsonNode> ids, boolean onKafka) {
    for (int at = 0; at < ids.size(); at++) {
      JsonNode id = ids.get(at);
      boolean is =
          onKafka
              ? id.isTextual() && LetterId.parse(id.asText()).isPresent()
              : id.isIntegralNumber() && id.canConvertToLong();
      if (!is) {
        throw ProblemException.badRequest(
            List.of(
                Fault.ofBody(
                    "/ids/" + at,
                    (onKafka
                            ? "expected sink:partition:offset, as table:0:17,"
                            : "expected the number of a letter")
                        + " but found something else")));
      }
    }
    return ids.stream().map(JsonNode::asText).toList();
  }
}
