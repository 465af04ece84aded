package io.sluice.cli.trial;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.plugin.PluginException;
import io.sluice.plugin.PluginKind;
import io.sluice.plugin.Plugins;
import io.sluice.project.ProjectPlugins;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice plugin test}. */
@Command(
    name = "test",
    header = "Run a connector alone for a moment and show what came out.",
    description = {
      "A source: shows topic and shape of each record. A sink: gets records from standard input, a"
          + " line of JSON each: {\"topic\": \"t\", \"key\": 1, \"value\": {\"id\": 1}}.",
      "Nothing of the trial is remembered; but a source may make a slot or the like where it reads,"
          + " a sink writes what it is given, and coordinates that the project does not have yet"
          + " are added to its sluice.lock, as by a pipeline that names them.",
      "What goes wrong is told at once, as are warnings of the connector, and a failure that comes"
          + " again ends the trial."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plugin test FileStreamSource --config file=visits.txt --config topic=visits",
      "  sluice plugin test maria-db --config-file maria.properties --records 5 --show-values",
      "  sluice plugin test table --config url=jdbc:duckdb:try.duckdb      reads standard input"
    })
public final class PluginTestCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(index = "0", paramLabel = "NAME", description = "Alias, class name or coordinates.")
  private String name = "";

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description = "A setting of the connector; references to secrets are resolved. Repeatable.")
  private Map<String, String> config = new LinkedHashMap<>();

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description = "Settings as a properties file; --config wins.")
  private @Nullable Path configFile;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "10",
      description = "Of a source: end after so many. Default: ${DEFAULT-VALUE}.")
  private int records = 10;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "End after so long in any case. Default: ${DEFAULT-VALUE}.")
  private int seconds = 30;

  @Option(names = "--show-values", description = "Keys and values too, not their shape alone.")
  private boolean values;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public PluginTestCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = common.output(around);
    TrialSettings settings = settings();
    name = ProjectPlugins.asInPipelines(name);
    boolean source = isSource();
    Duration atMost = Duration.ofSeconds(Math.max(1, seconds));
    try (Trial trial = Trial.prepare(around, options, common.debug())) {
      return source
          ? trial.ofSource(name, settings, Math.max(1, records), atMost, values, output).number()
          : trial.ofSink(name, settings, atMost, output).number();
    }
  }

  private boolean isSource() {
    try (Plugins plugins = options.plugins(around, name)) {
      try {
        plugins.find(PluginKind.SOURCE, name);
        return true;
      } catch (PluginException notASource) {
        try {
          plugins.find(PluginKind.SINK, name);
          return false;
        } catch (PluginException notASink) {
          notASource.addSuppressed(notASink);
          throw notASource;
        }
      }
    }
  }

  private TrialSettings settings() throws IOException {
    Path said = configFile;
    Path file = said == null ? null : around.resolve(said);
    if (file != null && !Files.exists(file)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, "there is no file " + file, null);
    }
    try {
      return new TrialSettings(file, said, config);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "cannot read " + said + ": " + e.getMessage(),
          "It is to be a file of lines key=value in UTF-8.",
          e);
    }
  }
}
