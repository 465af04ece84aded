package io.sluice.server.view;

import io.sluice.engine.fault.Fault;
import io.sluice.engine.figures.Latency;
import io.sluice.engine.figures.Stage;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.DatasetFigures;
import io.sluice.engine.run.RunFigures.SinkFigures;
import io.sluice.engine.run.RunFigures.SnapshotFigures;
import io.sluice.engine.run.RunFigures.SnapshotState;
import io.sluice.engine.run.RunFigures.StageFigures;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.Slo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes what is shown of a pipeline, for tests of those who read it. */
public final class Views {
  public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  public String name = "shop";
  public String namespace = PipelineView.DEFAULT_NAMESPACE;
  public Desired desired = Desired.RUNNING;
  public PipelineState state = PipelineState.RUNNING;
  public Instant since = START;
  public @Nullable String why;
  public Slo promised = Slo.NONE;
  public boolean unapplied;
  public List<Problem> problems = List.of();

  public boolean hasRun = true;
  public Instant runStartedAt = START;
  public Instant at = START;
  public long polled;
  public boolean onKafka;

  /** If it is not what {@link #onKafka} says. */
  public @Nullable Engine engine;

  public long delivered;
  public long deadLettered;
  public long filtered;
  public @Nullable Duration lag = Duration.ZERO;
  public @Nullable Duration freshness = Duration.ZERO;
  public RunStatus.@Nullable LastCheckpoint checkpoint;
  public int restarts;
  public @Nullable RunError lastError;
  public @Nullable String waitsFor;
  public List<String> sinks = List.of("warehouse");

  /** By sink, of those that do not lag as all others. */
  public Map<String, Duration> lags = Map.of();

  public long bytes;
  public Latency latency = Latency.NONE;
  public List<DatasetFigures> datasets = List.of();
  public List<StageFigures> stages = List.of();
  public Optional<SnapshotFigures> snapshot = Optional.empty();
  public List<String> unpublished = List.of();

  /** Something in every part, so that nothing is left out because it is empty. */
  public void everything() {
    checkpoint = new RunStatus.LastCheckpoint(1, at, 10);
    datasets = List.of(new DatasetFigures("shop.public.orders", 10, at));
    stages = List.of(new StageFigures(Stage.PUT, "warehouse", 1, 10, Duration.ofMillis(3)));
    snapshot =
        Optional.of(
            new SnapshotFigures(
                SnapshotState.RUNNING, 2, 1, 10, 20, 0.5, Optional.empty(), List.of()));
  }

  /** A task that failed. */
  public static RunError error(Instant at, String where, String doing, String cause) {
    return new RunError(at, Fault.TASK_FAILED, where, doing, cause, Optional.empty());
  }

  /** As it is set now. */
  public PipelineView make() {
    return new PipelineView(
        name,
        namespace,
        Path.of(name + ".yaml"),
        Optional.of("team@example.com"),
        Optional.empty(),
        engine != null ? engine : onKafka ? Engine.KAFKA : Engine.DIRECT,
        onKafka ? List.of("orders") : List.of(),
        "postgres",
        sinks,
        "v1",
        desired,
        state,
        since,
        Optional.ofNullable(why),
        Optional.empty(),
        hasRun ? Optional.of(status()) : Optional.empty(),
        hasRun ? Optional.of(figures()) : Optional.empty(),
        Optional.ofNullable(lastError),
        promised,
        unapplied,
        problems);
  }

  private RunStatus status() {
    return new RunStatus(
        name,
        runState(),
        runStartedAt,
        at,
        new RunStatus.Counts(
            polled,
            delivered,
            deadLettered,
            filtered,
            polled - delivered - deadLettered - filtered),
        lag,
        freshness,
        checkpoint,
        List.of(new RunStatus.SourceTaskStatus(0, RunState.RUNNING, polled, "poll", Duration.ZERO)),
        sinks.stream()
            .map(
                sink ->
                    new RunStatus.SinkStatus(
                        sink,
                        RunState.RUNNING,
                        delivered,
                        deadLettered,
                        onKafka ? polled - delivered : 0,
                        1,
                        List.of()))
            .toList(),
        restarts,
        lastError,
        waitsFor);
  }

  private RunState runState() {
    return switch (state) {
      case INVALID, WAITING -> RunState.STOPPED;
      case STARTING -> RunState.STARTING;
      case RUNNING -> RunState.RUNNING;
      case STALLED -> RunState.STALLED;
      case PAUSED -> RunState.PAUSED;
      case RETRYING -> RunState.RETRYING;
      case STOPPING -> RunState.STOPPING;
      case COMPLETED -> RunState.COMPLETED;
      case STOPPED -> RunState.STOPPED;
      case FAILED -> RunState.FAILED;
    };
  }

  private RunFigures figures() {
    return new RunFigures(
        at,
        stages,
        sinks.stream()
            .map(
                sink ->
                    new SinkFigures(
                        sink, delivered, bytes, lags.getOrDefault(sink, lag), latency, datasets, 0))
            .toList(),
        snapshot,
        unpublished);
  }
}
