package io.sluice.server.console;

import io.sluice.engine.run.RestartScope;
import io.sluice.server.access.Identity;
import io.sluice.server.console.page.Samples;
import io.sluice.server.operate.FolderPlan;
import io.sluice.server.operate.OffsetRequest;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.operate.Operations;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.TableSnapshot;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Pipelines that stand still, and a note of what was asked of them. */
final class Shop implements Pipelines, Operations {
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile boolean refuses;
  private final List<PipelineView> all =
      Stream.concat(
              Stream.of(PipelineState.RUNNING, PipelineState.STOPPED, PipelineState.FAILED)
                  .map(state -> Samples.reading(state).pipeline()),
              Stream.of(Samples.ofNamespace("invoices", "finance")))
          .toList();

  @Override
  public List<PipelineView> all() {
    return all;
  }

  @Override
  public Optional<PipelineView> named(String name) {
    return all.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  @Override
  public void start(Identity who, String pipeline, String reason) {
    note("start", who, pipeline, reason);
  }

  @Override
  public void stop(Identity who, String pipeline, String reason) {
    note("stop", who, pipeline, reason);
  }

  @Override
  public void pause(Identity who, String pipeline, String reason) {
    note("pause", who, pipeline, reason);
  }

  @Override
  public void resume(Identity who, String pipeline, String reason) {
    note("resume", who, pipeline, reason);
  }

  @Override
  public void restart(Identity who, String pipeline, String reason) {
    note("restart", who, pipeline, reason);
  }

  @Override
  public RestartScope restartTask(Identity who, String pipeline, String task, String reason) {
    note("restart " + task, who, pipeline, reason);
    return RestartScope.ALL_TASKS;
  }

  @Override
  public void runOnce(Identity who, String pipeline, String reason) {
    note("runOnce", who, pipeline, reason);
  }

  @Override
  public OffsetReset planReset(String pipeline, OffsetRequest request) {
    return new OffsetReset(
        List.of("{\"lsn\":7}"), List.of(request.offset().toString()), List.of("Rows come again"));
  }

  @Override
  public OffsetReset reset(Identity who, String pipeline, OffsetRequest request, String reason) {
    note(
        "reset to " + request.offset() + " from " + request.seen().orElseThrow(),
        who,
        pipeline,
        reason);
    return planReset(pipeline, request);
  }

  @Override
  public void snapshot(Identity who, String pipeline, TableSnapshot what, String reason) {
    note("snapshot " + what.tables() + what.filter().orElse(""), who, pipeline, reason);
  }

  @Override
  public void releaseName(Identity who, String name, String reason) {
    note("release", who, name, reason);
  }

  @Override
  public FolderPlan plan() {
    return Samples.plan();
  }

  @Override
  public FolderPlan apply(Identity who, FolderPlan expected, String reason) {
    note("apply", who, expected.id(), reason);
    return expected;
  }

  private void note(String what, Identity who, String of, String reason) {
    if (refuses) {
      throw new Refusal(
          Refusal.Kind.CONFLICT, "It <is> stopping already", "Wait until it has stopped");
    }
    asked.add(what + " " + of + " by " + who.name() + ": " + reason);
  }
}
