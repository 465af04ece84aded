package io.sluice.server.fleet;

import io.sluice.engine.run.RestartScope;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunTask;
import io.sluice.server.access.Identity;
import io.sluice.server.operate.Refusal;
import io.sluice.server.operate.Refusal.Kind;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.history.AuditAction;
import io.sluice.state.history.AuditedChange;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Has tasks of runs begin anew. Thread-safe. */
final class TaskRestarts {
  private final Roster roster;
  private final StateDatabase state;

  TaskRestarts(Roster roster, StateDatabase state) {
    this.roster = roster;
    this.state = state;
  }

  /** Asks the run for it, and returns before it is done; that it was asked is in the audit then. */
  RestartScope restart(Identity who, String name, String task, String reason) {
    ManagedPipeline pipeline = roster.named(name);
    return pipeline
        .asking()
        .during("a task of it is restarted", () -> restart(who, pipeline, task, reason));
  }

  private RestartScope restart(Identity who, ManagedPipeline pipeline, String task, String reason) {
    String name = pipeline.name();
    Execution run =
        pipeline
            .running()
            .orElseThrow(
                () ->
                    new Refusal(
                        Kind.CONFLICT,
                        "pipeline " + name + " does not run now, and has no tasks",
                        "Start it: one that waits to be tried again is tried at once."));
    RunStatus status = run.status();
    Optional<RunTask> wanted = RunTask.named(task);
    RunState before =
        wanted.flatMap(found -> found.stateIn(status)).orElseThrow(() -> unknown(status));
    AuditedChange change =
        new AuditedChange(
            who.name(),
            AuditAction.PIPELINE_RESTART_TASK,
            name,
            document(task, "state", before),
            document(task, "restarted", run.restartScope()),
            reason);
    return Refusals.orRefused(
        () -> {
          change.in(state.audit(), () -> run.restart(wanted.orElseThrow()));
          return run.restartScope();
        });
  }

  /** Without what was asked for: it may be anything. */
  private static Refusal unknown(RunStatus status) {
    String known = RunTask.of(status).stream().map(RunTask::name).collect(Collectors.joining(", "));
    return new Refusal(
        Kind.NOT_FOUND,
        "pipeline " + status.pipeline() + " has no such task now",
        known.isEmpty()
            ? "It is at its start, and has none yet; restart the pipeline if that hangs."
            : "It has " + known + ".");
  }

  private static String document(String task, String key, Enum<?> value) {
    return CanonicalJson.write(Map.of("task", task, key, value.name().toLowerCase(Locale.ROOT)));
  }
}
