package io.sluice.cli.run;

import io.sluice.cli.console.Surroundings;
import picocli.CommandLine.Command;

/** {@code sluice run-once}. */
@Command(
    name = "run-once",
    header = "Have a server run a stopped pipeline through to its source's end.",
    description =
        "Through the snapshot and up to where the source stands now; then it is stopped again."
            + " Returns when the server has taken it: sluice status tells when it is completed.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice run-once shop                     of the server that runs in this folder",
      "  sluice run-once shop --server https://sluice.example.com"
    })
public final class RunOnceCommand extends ServedCommand {
  public RunOnceCommand(Surroundings around) {
    super(around);
  }

  @Override
  String action() {
    return "run-once";
  }

  @Override
  String done() {
    return "Runs once. sluice status tells when it is completed.";
  }

  @Override
  String instead() {
    return "sluice run --once";
  }
}
