package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.plugin.hub.LockedPlugin;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice plugin rm}. */
@Command(
    name = "rm",
    header = "Take a plugin out of this project.",
    description =
        "Out of sluice.lock and .sluice/plugins. Stop the pipelines that use it first: one that"
            + " runs may miss a class that it needs later.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plugin rm debezium-connector-mariadb",
      "  sluice plugin rm debezium-connector-mariadb@3.5.0.Final    one of several versions"
    })
public final class PluginRmCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      paramLabel = "NAME[@VERSION]",
      description = "As sluice plugin ls shows it in the first column.")
  private String name = "";

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public PluginRmCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    LockedPlugin removed = options.projectPlugins(around, around.directory()).hub().remove(name);
    output.line("removed  " + removed.title());
    output.document(Map.of("removed", InstalledPlugin.document(removed)));
    return ExitCode.OK.number();
  }
}
