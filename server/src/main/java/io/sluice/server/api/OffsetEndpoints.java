package io.sluice.server.api;

import static io.sluice.server.access.Permission.LOOK_AT_RECORDS;
import static io.sluice.server.access.Permission.OPERATE;
import static io.sluice.server.access.Permission.SEE;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.api.document.JsonText;
import io.sluice.server.api.document.OffsetResetDocument;
import io.sluice.server.api.document.OffsetResetRequest;
import io.sluice.server.api.document.OffsetsDocument;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.view.PipelineView;
import io.sluice.state.checkpoint.Checkpoint;
import io.sluice.state.checkpoint.Checkpoints;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** How far pipelines came, and setting them back. Thread-safe. */
final class OffsetEndpoints {
  private static final String TAG = "offsets";

  private final Checkpoints checkpoints;
  private final Operations operations;
  private final PipelineEndpoints pipelines;

  OffsetEndpoints(Checkpoints checkpoints, Operations operations, PipelineEndpoints pipelines) {
    this.checkpoints = checkpoints;
    this.operations = operations;
    this.pipelines = pipelines;
  }

  List<Route> routes() {
    return List.of(
        Drafts.get("/offsets", SEE)
            .described("getOffsets", TAG, "How far it came: the last committed checkpoint")
            .answers(Reply.json(200, OffsetsDocument.class, "The checkpoint"))
            .does(request -> Answer.json(position(request))),
        Drafts.post("/offsets/reset", OPERATE)
            .described(
                "resetOffsets", TAG, "Moves a stopped one to a position, or tells what that does")
            .takes(Body.json(OffsetResetRequest.class))
            .answers(Reply.json(200, OffsetResetDocument.class, "What was, and what is now"))
            .does(request -> Answer.json(reset(request))));
  }

  private OffsetsDocument position(Request request) {
    PipelineView view = pipelines.named(request);
    String pipeline = view.name();
    boolean look = request.who().may(LOOK_AT_RECORDS, view.namespace());
    Checkpoint last =
        checkpoints
            .lastCommitted(pipeline)
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "pipeline " + pipeline + " has no checkpoint yet",
                        null));
    return new OffsetsDocument(
        pipeline,
        last.epoch(),
        last.committedAt(),
        last.reset(),
        positions(checkpoints.sourceOffsetsAt(pipeline, last.epoch()), look),
        lanes(pipeline, last.epoch()));
  }

  private static List<OffsetsDocument.Position> positions(
      Map<String, String> source, boolean look) {
    return new TreeMap<>(source)
        .entrySet().stream()
            .map(
                entry -> {
                  JsonNode offset = JsonText.parsed(entry.getValue());
                  return new OffsetsDocument.Position(
                      Objects.requireNonNull(JsonText.parsed(entry.getKey())),
                      look ? offset : JsonText.hidden(offset));
                })
            .toList();
  }

  private List<OffsetsDocument.Lane> lanes(String pipeline, long epoch) {
    return checkpoints.laneEndsAt(pipeline, epoch).entrySet().stream()
        .map(
            lane ->
                new OffsetsDocument.Lane(
                    lane.getKey().topic(), lane.getKey().partition(), lane.getValue()))
        .sorted(
            Comparator.comparing(OffsetsDocument.Lane::topic)
                .thenComparing(OffsetsDocument.Lane::partition))
        .toList();
  }

  private OffsetResetDocument reset(Request request) {
    OffsetResetRequest asked = request.body(OffsetResetRequest.class);
    boolean beginning = Boolean.TRUE.equals(asked.beginning());
    int said =
        (beginning ? 1 : 0) + (asked.offset() == null ? 0 : 1) + (asked.time() == null ? 0 : 1);
    if (said != 1) {
      throw ProblemException.badRequest(
          List.of(
              Fault.ofBody(
                  "/offset",
                  "expected one of an offset, a time of a sink, and \"beginning\": true")));
    }
    OffsetRequest wanted =
        new OffsetRequest(
            Optional.ofNullable(asked.sink()),
            beginning,
            Optional.ofNullable(asked.time()),
            Optional.ofNullable(asked.partition()),
            Optional.ofNullable(asked.offset()).orElse(Map.of()),
            Optional.ofNullable(asked.before()));
    String pipeline = pipelines.named(request).name();
    boolean changes = !Boolean.TRUE.equals(asked.dryRun());
    OffsetReset reset =
        changes
            ? operations.reset(request.who(), pipeline, wanted, Drafts.reason(request))
            : operations.planReset(pipeline, wanted);
    return OffsetResetDocument.of(pipeline, changes, reset);
  }
}
