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
    PluginHub.Updated updated = hub.update(Optional.ofNullable(name));
    if (updated.updates().isEmpty() && updated.failures().size() == 1) {
      throw updated.failures().values().iterator().next();
    }
    for (PluginHub.Update update : updated.updates()) {
      output.line("updated  " + update.from().title() + " -> " + update.to().version());
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("from", InstalledPlugin.document(update.from()));
      document.put("to", InstalledPlugin.document(update.to()));
      documents.add(document);
    }
    Map<String, Object> failures = new LinkedHashMap<>();
    updated
        .failures()
        .forEach(
            (plugin, failure) -> {
              output.note(plugin + " stays as it is: " + failure.getMessage());
              failures.put(plugin, String.valueOf(failure.getMessage()));
            });
    if (documents.isEmpty() && failures.isEmpty()) {
      output.line("Nothing is newer than what the project has.");
    }
    output.document(Map.of("updated", documents, "failed", failures));
    return (failures.isEmpty() ? ExitCode.OK : ExitCode.FAILED).number();
  }
}
