package io.sluice.cli.offsets;

import io.sluice.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice offsets}: groups {@code get} and {@code reset}. */
@Command(
    name = "offsets",
    header = "Show or change how far a pipeline came in its source.",
    description =
        "The position is part of the checkpoint in the state database; a sink that promises exactly"
            + " once keeps its own beside its rows.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice offsets get shop.yaml",
      "  sluice offsets reset shop.yaml --dry-run      what a new snapshot would forget"
    })
public final class OffsetsCommand {
  /** Read by picocli alone. */
  @Mixin CommonOptions common = new CommonOptions();
}
