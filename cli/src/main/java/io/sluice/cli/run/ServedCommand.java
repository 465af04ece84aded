package io.sluice.cli.run;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that asks a server for one thing, which no process does that runs a pipeline alone. */
abstract class ServedCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  private String reason = "";

  @Mixin private PipelineArgument pipeline = new PipelineArgument();
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  ServedCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public final Integer call() {
    Output output = common.output(around);
    ServedPipeline served =
        ServedPipeline.find(server, options, around, pipeline.file())
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "no server runs in this folder",
                        "sluice up starts one, --server URL names one; without one: " + instead()));
    output.document(ServedStatus.after(served, action(), reason));
    output.line(done());
    return ExitCode.OK.number();
  }

  /** As the API calls it. */
  abstract String action();

  /** What is said when the server has taken it. */
  abstract String done();

  /** The command that does it without a server. */
  abstract String instead();
}
