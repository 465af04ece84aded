package io.sluice.cli.record;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.kafka.wait.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice records}. */
@Command(
    name = "records",
    header = "Look at records of a pipeline that a server runs, stage by stage, as they flow.",
    description = {
      "A few records a second, from now on: as they came from the source, what each transform made"
          + " of them, what the sinks were put. What the pipeline masks is hidden at every stage."
          + " Needs the role operator; who looked is in the audit log.",
      "Prints values of rows: they are what was asked for. Records of a pipeline on Kafka do not"
          + " pass through the server: read their topic."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice records shop                                     ten records of the server here",
      "  sluice records shop --follow-key 4711 --limit 1         one key, from source to sinks",
      "  sluice records shop --stage sink:warehouse -o json",
      "  sluice records shop --server https://sluice.example.com"
    })
public final class RecordsCommand implements Callable<Integer> {
  /** A record that was seen at the source is in the sinks by then, unless they are slow. */
  private static final Duration LAST_LOOK = Duration.ofSeconds(2);

  private static final Duration EVERY = Duration.ofMillis(500);

  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description =
          "Its name, or the file here that says it. Default: the only one that the server has.")
  private @Nullable Path pipeline;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description =
          "Only records seen there, as they were there: source, transform:NAME, schema, sink:NAME."
              + " Default: all stages of each.")
  private String stage = "";

  @Option(
      names = "--follow-key",
      paramLabel = "KEY",
      description = "Only records of this key: the whole of it, one of its fields, or as JSON.")
  private String key = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "End after so many records. Default: ${DEFAULT-VALUE}.")
  private int limit = 10;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "End after so long, whatever came. Default: ${DEFAULT-VALUE}.")
  private int seconds = 60;

  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public RecordsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (limit < 1 || seconds < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "--limit and --for: expected a number from 1 on", null);
    }
    Output output = common.output(around);
    ServedPipeline served = ServedPipeline.of(server, options, around, pipeline);
    LookedAt looked = new LookedAt(served, stage, key, limit, output);
    Patience whole = new Patience(Duration.ofSeconds(seconds), EVERY);
    looked.ask();
    while (!looked.isFull() && whole.again()) {
      looked.ask();
    }
    Patience rest = new Patience(LAST_LOOK, EVERY);
    while (looked.isFull() && !looked.reachedSinks() && rest.again()) {
      looked.ask();
    }
    looked.end();
    return ExitCode.OK.number();
  }
}
