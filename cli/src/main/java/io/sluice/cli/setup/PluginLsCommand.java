package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.console.TextTable;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServerTarget;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginId;
import io.sluice.plugin.Plugins;
import io.sluice.plugin.hub.LockedPlugin;
import io.sluice.plugin.hub.PluginHub;
import io.sluice.project.ProjectPlugins;
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
    header = "List every plugin of this project and of the plugin path.",
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
    ServerTarget.tellIgnored(around, "plugin");
    TextTable table = TextTable.uncut(List.of("alias", "kind", "version", "class", "from"));
    List<Object> documents = new ArrayList<>();
    ProjectPlugins own = options.projectPlugins(around, around.directory());
    Map<Path, LockedPlugin> installed = new LinkedHashMap<>();
    if (own.any()) {
      PluginHub hub = own.hub();
      hub.plugins().forEach(p -> installed.put(hub.folder(p), p));
    }
    try (Plugins plugins = options.plugins(around)) {
      for (PluginId id : plugins.list()) {
        LockedPlugin of = id.location().map(installed::get).orElse(null);
        String version = version(plugins, id);
        table.row(
            List.of(
                id.alias(),
                id.kind().title(),
                version,
                id.className(),
                of == null
                    ? id.location().map(Path::getFileName).map(Path::toString).orElse("(built in)")
                    : of.title()));
        Map<String, Object> document = document(id);
        document.put("version", version);
        if (of != null) {
          document.put("plugin", of.title());
          document.put("source", of.source());
        }
        documents.add(document);
      }
    }
    output.document(Map.of("plugins", documents));
    table.lines().forEach(output::line);
    return ExitCode.OK.number();
  }

  /** One that is broken is listed all the same: {@code describe} says what is wrong with it. */
  private static String version(Plugins plugins, PluginId id) {
    try {
      return plugins.knownVersion(id);
    } catch (PluginException e) {
      return "broken";
    }
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
