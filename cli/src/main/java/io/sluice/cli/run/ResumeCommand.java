package io.sluice.cli.run;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.Project;
import picocli.CommandLine.Command;

/** {@code sluice resume}. */
@Command(
    name = "resume",
    header = "Go on with a paused pipeline.",
    description = "Does nothing when it is not paused.",
    footerHeading = "%nExamples:%n",
    footer = "  sluice resume shop.yaml")
public final class ResumeCommand extends AskRunningCommand {
  public ResumeCommand(Surroundings around) {
    super(around);
  }

  @Override
  ExitCode ask(LiveClient running, Project project, Output output) {
    output.document(running.resume());
    output.line("Resumed.");
    return ExitCode.OK;
  }
}
