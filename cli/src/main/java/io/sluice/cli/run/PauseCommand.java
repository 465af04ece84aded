package io.sluice.cli.run;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.project.ProjectPipeline;
import picocli.CommandLine.Command;

/** {@code sluice pause}. */
@Command(
    name = "pause",
    header = "Stop reading and delivering in the pipeline that runs, until resumed.",
    description = "Connections and positions stay; what was polled is still delivered.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice pause shop.yaml",
      "  sluice pause shop --server https://sluice.example.com"
    })
public final class PauseCommand extends AskRunningCommand {
  public PauseCommand(Surroundings around) {
    super(around);
  }

  @Override
  ExitCode ask(ServedPipeline served, String reason, Output output) {
    output.document(ServedStatus.after(served, "pause", reason));
    output.line("Paused.");
    return ExitCode.OK;
  }

  @Override
  ExitCode ask(LiveClient running, ProjectPipeline project, Output output) {
    output.document(running.pause());
    output.line("Paused.");
    return ExitCode.OK;
  }
}
