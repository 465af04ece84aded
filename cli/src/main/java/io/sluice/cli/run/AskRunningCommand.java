package io.sluice.cli.run;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.project.ProjectPipeline;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that asks for one thing: the server that runs a pipeline, where one is pointed at or
 * runs this folder, else the process that does.
 */
abstract class AskRunningCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for the audit log of a server.")
  private String reason = "";

  @Mixin private PipelineArgument pipeline = new PipelineArgument();
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  AskRunningCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public final Integer call() throws InterruptedException {
    Output output = common.output(around);
    Optional<ServedPipeline> served = ServedPipeline.find(server, options, around, pipeline.file());
    if (served.isPresent()) {
      return ask(served.get(), reason, output).number();
    }
    try (ProjectPipeline project = options.open(around, pipeline.file())) {
      return ask(RunningPipeline.of(project), project, output).number();
    }
  }

  /**
   * Asks the server, waits where that is promised, and says how it went.
   *
   * @param reason for the audit log; empty where none was said
   */
  abstract ExitCode ask(ServedPipeline served, String reason, Output output)
      throws InterruptedException;

  /** Asks the process, waits where that is promised, and says how it went. */
  abstract ExitCode ask(LiveClient running, ProjectPipeline project, Output output)
      throws InterruptedException;
}
