package io.sluice.cli.run;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.live.LiveClient;
import io.sluice.project.ProjectPipeline;

/** The process that runs a project's pipeline, for commands that need it to run. */
final class RunningPipeline {
  private RunningPipeline() {}

  /**
   * The process.
   *
   * @throws CommandFailure when the pipeline does not run
   */
  static LiveClient of(ProjectPipeline project) {
    String name = project.name();
    return LiveClient.find(project.stateFolder(), name)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "pipeline " + name + " is not running",
                    "Start it with: sluice run " + project.file().getFileName()));
  }
}
