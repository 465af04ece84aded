package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice dlq}: groups {@code ls}, {@code show}, {@code replay} and {@code purge}. */
@Command(
    name = "dlq",
    header = "Look after dead letters: records that could not be processed.",
    description =
        "Each is kept byte for byte with the stage, the error and the position, until it is"
            + " replayed or purged.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq ls shop.yaml                 what kinds of errors there are",
      "  sluice dlq show shop.yaml 17            one letter with its record",
      "  sluice dlq replay shop.yaml --all       after the cause was mended"
    })
public final class DlqCommand {
  /** Read by picocli alone. */
  @Mixin CommonOptions common = new CommonOptions();
}
