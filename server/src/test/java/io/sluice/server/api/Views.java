package io.sluice.server.api;

import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.Slo;
import io.sluice.server.view.Desired;
import io.sluice.server.view.Engine;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pipelines as a server would show them. */
final class Views {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private Views() {}

  static PipelineView running(String namespace, String name) {
    return view(namespace, name, PipelineState.RUNNING, Engine.DIRECT, Optional.of(status(name)));
  }

  static PipelineView failed(String namespace, String name) {
    return view(namespace, name, PipelineState.FAILED, Engine.DIRECT, Optional.empty());
  }

  /** One of which nobody here can read a version. */
  static PipelineView unknown(String namespace, String name) {
    return view(namespace, name, PipelineState.WAITING, Engine.UNKNOWN, Optional.empty());
  }

  private static PipelineView view(
      String namespace,
      String name,
      PipelineState state,
      Engine engine,
      Optional<RunStatus> status) {
    return new PipelineView(
        name,
        namespace,
        Path.of(namespace, name + ".yaml"),
        Optional.of("team-" + namespace),
        Optional.empty(),
        engine,
        List.of(),
        "postgres",
        List.of("warehouse"),
        "abc123",
        Desired.RUNNING,
        state,
        NOW,
        Optional.empty(),
        Optional.empty(),
        status,
        Optional.empty(),
        Optional.empty(),
        Slo.NONE,
        false,
        List.of());
  }

  private static RunStatus status(String name) {
    return new RunStatus(
        name,
        RunState.RUNNING,
        NOW.minusSeconds(60),
        NOW,
        new RunStatus.Counts(12, 10, RunStatus.UNKNOWN, 1, 1),
        Duration.ofMillis(120),
        null,
        new RunStatus.LastCheckpoint(7, NOW, 10),
        List.of(
            new RunStatus.SourceTaskStatus(0, RunState.RUNNING, 12, "poll", Duration.ofMillis(5))),
        List.of(
            new RunStatus.SinkStatus(
                "warehouse",
                RunState.RUNNING,
                10,
                0,
                1,
                7,
                List.of(
                    new RunStatus.SinkTaskStatus(
                        0, RunState.RUNNING, 10, 0, 1, "put", Duration.ZERO)))),
        0,
        null,
        null);
  }
}
