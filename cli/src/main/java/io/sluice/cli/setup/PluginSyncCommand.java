package io.sluice.cli.setup;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.plugin.hub.LockedPlugin;
import io.sluice.plugin.hub.PluginHub;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice plugin sync}. */
@Command(
    name = "sync",
    header = "Make the project's plugins what sluice.lock says, bit by bit.",
    description =
        "Fetches what is missing, fetches again what was changed, and removes what no entry asks"
            + " for. Other bits than the lock file has are refused. Every command that needs a"
            + " plugin which is missing fetches it as well; only this one reads all files again.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plugin sync",
      "  sluice plugin sync --offline            from the local Maven repository alone"
    })
public final class PluginSyncCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public PluginSyncCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    PluginHub hub =
        options.projectPlugins(around, around.directory()).hub(repository.maven(around));
    PluginHub.Synced synced = hub.sync();
    synced.fetched().forEach(p -> output.line("fetched  " + p.title()));
    synced.removed().forEach(folder -> output.line("removed  " + folder));
    output.line(synced.kept().size() + " had the right bits.");
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kept", documents(synced.kept()));
    document.put("fetched", documents(synced.fetched()));
    document.put("removed", synced.removed());
    output.document(document);
    return ExitCode.OK.number();
  }

  private static List<Map<String, Object>> documents(List<LockedPlugin> plugins) {
    return plugins.stream().map(InstalledPlugin::document).toList();
  }
}
