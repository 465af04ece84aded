package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice plugin}: groups what is about connectors and transforms. */
@Command(
    name = "plugin",
    header = "Add, list, describe and try connectors and transforms.",
    description =
        "A plugin is a folder of jars (or one jar) as on Kafka Connect, with a class loader of its"
            + " own. A project's own plugins are in its .sluice/plugins, as its sluice.lock says.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plugin add io.debezium:debezium-connector-mariadb:3.5.0.Final",
      "  sluice plugin ls                         what can stand behind 'connector:' and 'type:'",
      "  sluice plugin describe postgres          its settings, as it documents them itself"
    })
public final class PluginCommand {
  /** Read by picocli alone. */
  @Mixin CommonOptions common = new CommonOptions();
}
