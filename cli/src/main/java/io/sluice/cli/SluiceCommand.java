package io.sluice.cli;

import io.sluice.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice} without a subcommand. */
@Command(
    name = "sluice",
    header = "Moves data from where it is made to where it is used.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  sluice demo                 a shop that never rests, copied live",
      "  sluice init                 write a pipeline file for your PostgreSQL",
      "  sluice run pipeline.yaml    run it",
      "",
      "sluice COMMAND --help shows options and examples. Exit codes: docs/reference/cli.md."
    })
final class SluiceCommand {
  /** Read by picocli alone. */
  @Mixin CommonOptions common = new CommonOptions();
}
