package io.sluice.cli.run;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.project.ProjectPipeline;
import picocli.CommandLine.Command;

/** {@code sluice resume}. */
@Command(
    name = "resume",
    header = "Go on with a paused pipeline.",
    description = "Does nothing when it is not paused.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice resume shop.yaml",
      "  sluice resume shop --server https://sluice.example.com"
    })
public final class ResumeCommand extends AskRunningCommand {
  public ResumeCommand(Surroundings around) {
    super(around);
  }

  @Override
  ExitCode ask(ServedPipeline served, String reason, Output output) {
    output.document(ServedStatus.after(served, "resume", reason));
    output.line("Resumed.");
    return ExitCode.OK;
  }

  @Override
  ExitCode ask(LiveClient running, ProjectPipeline project, Output output) {
    output.document(running.resume());
    output.line("Resumed.");
    return ExitCode.OK;
  }
}
