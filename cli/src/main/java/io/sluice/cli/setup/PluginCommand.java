package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice plugin}: groups {@code ls} and {@code describe}. */
@Command(
    name = "plugin",
    header = "List and describe connectors and transforms.",
    description =
        "A plugin is a folder of jars (or one jar) on the plugin path, as on Kafka Connect: each"
            + " has its own class loader.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plugin ls                         what can stand behind 'connector:' and 'type:'",
      "  sluice plugin describe postgres          its settings, as it documents them itself"
    })
public final class PluginCommand {
  /** Read by picocli alone. */
  @Mixin CommonOptions common = new CommonOptions();
}
