package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.plugin.hub.PluginHub;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice plugin update}. */
@Command(
    name = "update",
    header = "Bring plugins to their newest released version.",
    description =
        "Those that came from Maven repositories. The lock file follows. A pipeline file that names"
            + " coordinates with a version keeps what it names.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice plugin update", "  sluice plugin update debezium-connector-mariadb"})
public final class PluginUpdateCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME[@VERSION]",
      description = "Default: all.")
  private @Nullable String name;

  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public PluginUpdateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    PluginHub hub =
        options.projectPlugins(around, around.directory()).hub(repository.maven(around));
    List<Object> documents = new ArrayList<>();
    for (PluginHub.Update update : hub.update(Optional.ofNullable(name))) {
      output.line("updated  " + update.from().title() + " -> " + update.to().version());
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("from", InstalledPlugin.document(update.from()));
      document.put("to", InstalledPlugin.document(update.to()));
      documents.add(document);
    }
    if (documents.isEmpty()) {
      output.line("Nothing is newer than what the project has.");
    }
    output.document(Map.of("updated", documents));
    return ExitCode.OK.number();
  }
}
