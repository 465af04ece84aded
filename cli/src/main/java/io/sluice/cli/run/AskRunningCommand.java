package io.sluice.cli.run;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.ProjectOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that asks the process which runs a pipeline for one thing. */
abstract class AskRunningCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private PipelineArgument pipeline = new PipelineArgument();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  AskRunningCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public final Integer call() throws InterruptedException {
    try (Project project = Project.of(around, options, pipeline.file())) {
      return ask(RunningPipeline.of(project), project, common.output(around)).number();
    }
  }

  /** Asks, waits where that is promised, and says how it went. */
  abstract ExitCode ask(LiveClient running, Project project, Output output)
      throws InterruptedException;
}
