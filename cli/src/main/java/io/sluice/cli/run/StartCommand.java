package io.sluice.cli.run;

import io.sluice.cli.console.Surroundings;
import picocli.CommandLine.Command;

/** {@code sluice start}. */
@Command(
    name = "start",
    header = "Have a server run a pipeline that was stopped.",
    description =
        "From its last checkpoint, from now on and after restarts of the server. Returns when the"
            + " server has taken it: sluice status tells how it goes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice start shop                        of the server that runs in this folder",
      "  sluice start shop --server https://sluice.example.com --reason PLAT-12"
    })
public final class StartCommand extends ServedCommand {
  public StartCommand(Surroundings around) {
    super(around);
  }

  @Override
  String action() {
    return "start";
  }

  @Override
  String done() {
    return "Started. sluice status shows how it runs.";
  }

  @Override
  String instead() {
    return "sluice run";
  }
}
