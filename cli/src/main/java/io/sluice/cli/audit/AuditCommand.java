package io.sluice.cli.audit;

import io.sluice.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice audit}: groups {@code ls} and {@code verify}. */
@Command(
    name = "audit",
    header = "Look at what was changed by hand, by whom and why.",
    description =
        "Entries are never changed or deleted, and a chain of hashes over all of them tells whether"
            + " somebody did it nevertheless.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice audit ls --pipeline shop         what happened to one pipeline",
      "  sluice audit verify                     whether the log is whole"
    })
public final class AuditCommand {
  /** Read by picocli alone. */
  @Mixin CommonOptions common = new CommonOptions();
}
