package io.sluice.server.api;

import static io.sluice.server.access.Permission.EDIT;
import static io.sluice.server.access.Permission.OPERATE;

import io.sluice.server.access.Identity;
import io.sluice.server.api.document.PipelineDocument;
import io.sluice.server.api.document.SnapshotRequest;
import io.sluice.server.api.document.TaskRestartDocument;
import io.sluice.server.http.problem.Fault;
import io.sluice.server.http.problem.ProblemException;
import io.sluice.server.http.problem.ProblemKind;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Reply;
import io.sluice.server.http.route.Request;
import io.sluice.server.http.route.Route;
import io.sluice.server.http.route.RouteDraft;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.TableSnapshot;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.util.List;

/** What people do to one pipeline; each answers how it stands right behind that. Thread-safe. */
final class ActionEndpoints {
  private static final String TAG = "actions";
  private static final int DONE = 200;
  private static final int ACCEPTED = 202;

  private final Operations operations;
  private final PipelineEndpoints pipelines;

  ActionEndpoints(Operations operations, PipelineEndpoints pipelines) {
    this.operations = operations;
    this.pipelines = pipelines;
  }

  /** An action that needs nothing but who and why. */
  private interface Action {
    void on(Identity who, String pipeline, String reason);
  }

  List<Route> routes() {
    return List.of(
        action("start", "startPipeline", "Wants it to run from now on", operations::start),
        ending("stop", "stopPipeline", "Ends its run and wants it to stay so", operations::stop),
        action("pause", "pausePipeline", "Has it move nothing from now on", operations::pause),
        action("resume", "resumePipeline", "Ends a pause", operations::resume),
        ending(
            "restart",
            "restartPipeline",
            "Ends its run and starts it again from its checkpoint",
            operations::restart),
        action(
            "run-once",
            "runPipelineOnce",
            "Runs a stopped one through to its source's end",
            operations::runOnce),
        Drafts.post("/tasks/{task}/restart", OPERATE)
            .part("task", "Its name: source-0, or sink-NAME-0 of a sink")
            .described("restartTask", TAG, "Has a task of its run begin anew")
            .answers(Reply.json(DONE, TaskRestartDocument.class, "What begins anew"))
            .does(this::restartTask),
        Drafts.post("/snapshot", OPERATE)
            .described("snapshotTables", TAG, "Has tables read anew beside the stream")
            .takes(Body.json(SnapshotRequest.class))
            .answers(stands())
            .does(this::snapshot));
  }

  private Route action(String path, String operation, String summary, Action action) {
    return described(path, operation, summary)
        .does(
            request -> {
              perform(action, request);
              return Answer.json(pipelines.document(request));
            });
  }

  /** One that ends a run, which may take longer than anybody waits for an answer. */
  private Route ending(String path, String operation, String summary, Action action) {
    return described(path, operation, summary)
        .answers(
            Reply.json(
                ACCEPTED,
                PipelineDocument.class,
                "Its run still ends; its state tells when it has"))
        .does(
            request -> {
              perform(action, request);
              boolean ends = pipelines.named(request).state() == PipelineState.STOPPING;
              return Answer.json(ends ? ACCEPTED : DONE, pipelines.document(request));
            });
  }

  private static RouteDraft described(String path, String operation, String summary) {
    return Drafts.post("/" + path, OPERATE).described(operation, TAG, summary).answers(stands());
  }

  private void perform(Action action, Request request) {
    String name = pipelines.named(request).name();
    action.on(request.who(), name, Drafts.reason(request));
  }

  private static Reply stands() {
    return Reply.json(DONE, PipelineDocument.class, "How it stands right behind that");
  }

  private Answer restartTask(Request request) {
    String name = pipelines.named(request).name();
    String task = request.part("task");
    return Answer.json(
        TaskRestartDocument.of(
            name, task, operations.restartTask(request.who(), name, task, Drafts.reason(request))));
  }

  private Answer snapshot(Request request) {
    TableSnapshot what = request.body(SnapshotRequest.class).meant();
    int tables = what.tables().size() + what.dataCollections().size();
    if (tables == 0 || tables > Operations.MOST_TABLES) {
      throw ProblemException.badRequest(
          List.of(
              Fault.ofBody(
                  "/tables",
                  "expected from 1 to " + Operations.MOST_TABLES + " tables but found " + tables)));
    }
    PipelineView pipeline = pipelines.named(request);
    if (what.condition().isPresent() && !request.who().may(EDIT, pipeline.namespace())) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN,
          "A condition is SQL, which the source executes with its login: who may write the"
              + " pipeline's file may say one. Others say since");
    }
    operations.snapshot(request.who(), pipeline.name(), what, Drafts.reason(request));
    return Answer.json(pipelines.document(request));
  }
}
