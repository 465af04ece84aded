package io.sluice.server.api;

import io.sluice.engine.tap.TapBounds;
import io.sluice.engine.tap.TapStage;
import io.sluice.engine.tap.TappedRecord;
import io.sluice.engine.tap.Watch;
import io.sluice.server.access.Permission;
import io.sluice.server.api.document.RecordDocument;
import io.sluice.server.api.document.RecordsDocument;
import io.sluice.server.api.document.RecordsRequest;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.records.Look;
import io.sluice.server.records.RecordWatches;
import io.sluice.server.records.StageNames;
import io.sluice.server.records.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A look into the streams of pipelines: asked again and again, it tells what is new. */
final class RecordEndpoints {
  private static final int USUAL = 50;
  private static final int MOST = 200;

  private final RecordWatches watches;
  private final PipelineEndpoints pipelines;

  RecordEndpoints(RecordWatches watches, PipelineEndpoints pipelines) {
    this.watches = watches;
    this.pipelines = pipelines;
  }

  List<Route> routes() {
    return List.of(
        Drafts.post("/records", Permission.LOOK_AT_RECORDS)
            .described(
                "lookAtRecords",
                "records",
                "A few records a second on their way from the source into the sinks, as masked as"
                    + " the pipeline masks; whoever begins to look is in the audit log")
            .takes(Body.json(RecordsRequest.class))
            .answers(Reply.json(200, RecordsDocument.class, "What is new"))
            .does(request -> Answer.json(look(request))));
  }

  private RecordsDocument look(Request request) {
    String pipeline = pipelines.named(request).name();
    RecordsRequest wanted = request.body(RecordsRequest.class);
    int most = Optional.ofNullable(wanted.limit()).orElse(USUAL);
    String name = Optional.ofNullable(wanted.stage()).orElse("");
    String key = Optional.ofNullable(wanted.key()).orElse("");
    List<Fault> faults = new ArrayList<>();
    if (most < 1 || most > MOST) {
      faults.add(Fault.ofBody("/limit", "expected from 1 to " + MOST + " but found " + most));
    }
    if (key.length() > RecordWatches.LONGEST_KEY) {
      faults.add(
          Fault.ofBody(
              "/key",
              "expected at most "
                  + RecordWatches.LONGEST_KEY
                  + " characters but found "
                  + key.length()));
    }
    Optional<TapStage> stage = stage(pipeline, name, faults);
    if (!faults.isEmpty()) {
      throw ProblemException.badRequest(faults);
    }
    Look look = watches.look(request.who(), pipeline, name, key, Drafts.reason(request));
    return document(pipeline, look, stage, Optional.ofNullable(wanted.after()).orElse(0L), most);
  }

  private Optional<TapStage> stage(String pipeline, String name, List<Fault> faults) {
    Optional<Stream> stream = watches.stream(pipeline);
    if (name.isEmpty() || stream.isEmpty()) {
      return Optional.empty();
    }
    Optional<TapStage> stage = StageNames.find(stream.get(), name);
    if (stage.isEmpty()) {
      String stages =
          String.join(", ", stream.get().stages().stream().map(StageNames::of).toList());
      faults.add(Fault.ofBody("/stage", "expected one of " + stages + " but found another"));
    }
    return stage;
  }

  private static RecordsDocument document(
      String pipeline, Look look, Optional<TapStage> stage, long after, int most) {
    Watch.Seen seen = look.watch().since(after);
    List<TappedRecord> news =
        seen.records().stream()
            .filter(record -> stage.isEmpty() || isAt(record, stage.get()))
            .limit(most)
            .toList();
    return new RecordsDocument(
        pipeline,
        look.stream().stages().stream().map(StageNames::of).toList(),
        look.stream().masks(),
        seen.picked(),
        news.isEmpty() ? after : news.get(news.size() - 1).sequence(),
        (int) TapBounds.usual().lease().toSeconds(),
        news.stream()
            .map(
                record ->
                    RecordDocument.of(
                        record, step -> stage.isEmpty() || stage.get().equals(step.stage())))
            .toList());
  }

  private static boolean isAt(TappedRecord record, TapStage stage) {
    return record.steps().stream().anyMatch(step -> step.stage().equals(stage));
  }
}
