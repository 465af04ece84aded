package io.sluice.cli.run;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.Project;
import picocli.CommandLine.Command;

/** {@code sluice pause}. */
@Command(
    name = "pause",
    header = "Stop reading and delivering in the pipeline that runs, until resumed.",
    description = "Connections and positions stay; what was polled is still delivered.",
    footerHeading = "%nExamples:%n",
    footer = "  sluice pause shop.yaml")
public final class PauseCommand extends AskRunningCommand {
  public PauseCommand(Surroundings around) {
    super(around);
  }

  @Override
  ExitCode ask(LiveClient running, Project project, Output output) {
    output.document(running.pause());
    output.line("Paused.");
    return ExitCode.OK;
  }
}
