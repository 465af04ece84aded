package io.sluice.cli.schema;

import io.sluice.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice schema}: groups what is done with schemas and registries. */
@Command(
    name = "schema",
    header = "Look at schemas in a registry, judge files against it, bring them in and out.",
    description =
        "Without --registry it is about the registry that sluice.yaml names, else the one in the"
            + " project's state, which needs no server. Any that speaks the API of Confluent's"
            + " Schema Registry will do.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema ls                                    what the project's registry has",
      "  sluice schema check schemas/ --registry URL         can these files be registered?",
      "  sluice schema diff orders-value@1 orders-value@2    what changed, and who breaks",
      "  sluice schema config orders-value                   what its versions owe each other",
      "  sluice schema events shop.yaml                      what a pipeline's contract decided",
      "  sluice schema import http://old-registry:8081       bring all of it here, ids kept"
    })
public final class SchemaCommand {
  /** Read by picocli alone. */
  @Mixin CommonOptions common = new CommonOptions();
}
