package io.sluice.cli.access;

import io.sluice.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice token}: groups {@code create}, {@code ls} and {@code revoke}. */
@Command(
    name = "token",
    header = "Make, list and revoke tokens for the server's API and console.",
    description =
        "Works on the state itself, on the server's machine or wherever its database is reached: no"
            + " server need run, and none is asked who may do this. Pointed at a server (--server,"
            + " or SLUICE_SERVER), it asks that one, which wants a token of an administrator.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice token create ci --role operator@shop --expires 30d",
      "  sluice token ls",
      "  sluice token revoke ci"
    })
public final class TokenCommand {
  /** Read by picocli alone. */
  @Mixin CommonOptions common = new CommonOptions();
}
