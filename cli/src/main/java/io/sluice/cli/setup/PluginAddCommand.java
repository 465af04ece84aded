package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.plugin.hub.LockedPlugin;
import io.sluice.plugin.hub.PluginHub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice plugin add}. */
@Command(
    name = "add",
    header = "Add connectors and transforms to this project.",
    description = {
      "From a Maven repository: the plugin's archive where one is published, otherwise the artifact"
          + " with the libraries that it needs. Or from a zip, a tar.gz, a jar or a folder.",
      "It goes into .sluice/plugins; sluice.lock, which you commit, says which bits it has, so that"
          + " every machine gets the same."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plugin add io.debezium:debezium-connector-mariadb:3.5.0.Final",
      "  sluice plugin add com.example:connector              the newest released version",
      "  sluice plugin add confluentinc-kafka-connect-jdbc-10.8.0.zip"
    })
public final class PluginAddCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "1..*",
      paramLabel = "PLUGIN",
      description = "group:artifact[:version], or a zip, a tar.gz, a jar or a folder.")
  private List<String> plugins = new ArrayList<>();

  @Option(
      names = "--repository",
      paramLabel = "URL",
      description = "A further Maven repository; the lock file remembers it. May be repeated.")
  private List<String> repositories = new ArrayList<>();

  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public PluginAddCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    PluginHub hub =
        options
            .projectPlugins(around, around.directory())
            .hub(repository.maven(around, repositories));
    List<Object> documents = new ArrayList<>();
    for (String plugin : plugins) {
      LockedPlugin added = hub.add(plugin, around.resolve(file(plugin)));
      InstalledPlugin.print("added", added, hub, output);
      documents.add(InstalledPlugin.document(added, hub));
    }
    output.document(java.util.Map.of("added", documents));
    return ExitCode.OK.number();
  }

  private Path file(String plugin) {
    try {
      return Path.of(plugin);
    } catch (java.nio.file.InvalidPathException e) {
      return Path.of("no-file"); // coordinates are no path on some systems
    }
  }
}
