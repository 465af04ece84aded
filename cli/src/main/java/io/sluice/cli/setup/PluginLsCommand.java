package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.Plugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice plugin ls}. */
@Command(
    name = "ls",
    header = "List every plugin on the plugin path.",
    description = "The alias is what a pipeline file may call it; the class name always works too.",
    footerHeading = "%nExamples:%n",
    footer = {"  sluice plugin ls", "  sluice plugin ls --plugin-path /opt/connect-plugins"})
public final class PluginLsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public PluginLsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    TextTable table = TextTable.uncut(List.of("kind", "alias", "class", "where"));
    List<Object> documents = new ArrayList<>();
    try (Plugins plugins = Plugins.of(options.pluginPath(around))) {
      for (PluginId id : plugins.list()) {
        table.row(
            List.of(
                id.kind().title(),
                id.alias(),
                id.className(),
                id.location().map(Path::getFileName).map(Path::toString).orElse("(built in)")));
        documents.add(document(id));
      }
    }
    output.document(Map.of("plugins", documents));
    table.lines().forEach(output::line);
    return ExitCode.OK.number();
  }

  static Map<String, Object> document(PluginId id) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", id.kind().title());
    document.put("alias", id.alias());
    document.put("class", id.className());
    id.location().ifPresent(l -> document.put("location", l.toString()));
    return document;
  }
}
