package io.sluice.cli.live;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.engine.run.RunStatus;
import io.sluice.engine.run.RunTask;
import java.util.stream.Collectors;

/** The task of a run that somebody means. */
public final class NamedTask {
  private NamedTask() {}

  /**
   * By its name.
   *
   * @throws CommandFailure when the run has none of that name now, with those that it has
   */
  public static RunTask of(RunStatus status, String name) {
    return RunTask.named(name)
        .filter(task -> task.stateIn(status).isPresent())
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "pipeline "
                        + status.pipeline()
                        + " has no task "
                        + name
                        + " now; it has: "
                        + RunTask.of(status).stream()
                            .map(RunTask::name)
                            .collect(Collectors.joining(", ")),
                    null));
  }
}
