package io.sluice.cli.run;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.kafka.RunOnKafka;
import io.sluice.cli.live.LiveView;
import io.sluice.cli.live.RunDocument;
import io.sluice.cli.live.StopSignals;
import io.sluice.cli.logging.Logs;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunOptions;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.text.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice run}. */
@Command(
    name = "run",
    header = "Run a pipeline until it is stopped, or once.",
    description = {
      "Begins with a snapshot, or where the last run stopped. Ctrl-C stops cleanly, with a last"
          + " checkpoint; a second Ctrl-C ends at once, and the next run resumes from the"
          + " checkpoint before.",
      "A pipeline that names a topic runs on Kafka: on the one of this machine, which is started"
          + " with it (data in .sluice/kafka) and which further pipelines of the folder use as"
          + " well.",
      "The log is in .sluice/logs/<pipeline>.log beside the pipeline file."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice run shop.yaml",
      "  sluice run shop.yaml --once              through the snapshot and up to now, then end",
      "  sluice run shop.yaml --once -o json      one JSON object at the end, nothing before"
    })
public final class RunCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "The pipeline file. Default: pipeline.yaml, or the only one in this folder.")
  private @Nullable Path file;

  @Option(
      names = "--once",
      description =
          "Read through the snapshot and up to where the source stood at the start; then end.")
  private boolean once;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "With --once: a source that cannot say that it is at its end is taken to be when it gave"
              + " nothing for so long. Default: ${DEFAULT-VALUE}.")
  private int idleSeconds = 10;

  @Option(names = "--paused", description = "Connect, but wait for: sluice resume.")
  private boolean paused;

  @Option(
      names = "--yes",
      description = "Do not ask before topics get partitions; for pipelines that name a topic.")
  private boolean yes;

  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public RunCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Output output = common.output(around);
    try (ProjectPipeline project = options.open(around, file)) {
      String name = project.name();
      try (Logs logs =
          Logs.toFile(project.stateFolder(), name, around.redaction(), common.debug())) {
        logs.alsoPrinted(project.stateFolder(), name, around.redaction());
        Optional<KafkaPipeline> onKafka = project.read().onKafka();
        return (onKafka.isPresent()
                ? runOnKafka(project, onKafka.get(), logs, output)
                : run(project, logs, output))
            .number();
      }
    }
  }

  private ExitCode runOnKafka(
      ProjectPipeline project, KafkaPipeline pipeline, Logs logs, Output output)
      throws InterruptedException {
    if (once || paused) {
      throw new CommandFailure(
          ExitCode.USAGE,
          (once ? "--once" : "--paused")
              + " is for pipelines that run direct, and this one names a"
              + " topic",
          "Without it: sluice run. On Kafka a pipeline runs until it is stopped.");
    }
    logs.quiet(RunOnKafka.CHATTY_LOGGERS);
    RunStatus end = new RunOnKafka(around, project, pipeline, yes).run(output);
    output.document(RunDocument.of(end));
    return report(end, output);
  }

  private ExitCode run(ProjectPipeline project, Logs logs, Output output)
      throws InterruptedException {
    RunOptions how = new RunOptions(once, Duration.ofSeconds(Math.max(1, idleSeconds)), paused);
    try (LiveView view = warned(logs, new LiveView(around, output.json(), List.of()));
        RunTraces traces = RunTraces.of(project.project(), around.clock());
        RunSession session = RunSession.start(project, how, around.redaction());
        StopSignals signals = StopSignals.handle(session::stop)) {
      CompletableFuture<Long> rows = SnapshotEstimate.of(project);
      RunStatus end =
          session.watch(
              view,
              status -> {
                view.expect(rows.getNow(0L));
                return false;
              });
      output.document(RunDocument.of(end));
      ExitCode code = report(end, output);
      // Somebody who waits for a copy that is complete must not take half of one for it.
      return once && end.state() == RunState.STOPPED ? ExitCode.INTERRUPTED : code;
    }
  }

  /** From before the start on, when sources and sinks have the most to say. */
  private LiveView warned(Logs logs, LiveView view) {
    logs.alsoWarningsTo(view.warnings(), around.redaction());
    return view;
  }

  /** The last lines of a run, and what it means for the exit code. */
  static ExitCode report(RunStatus end, Output output) {
    RunError error = end.lastError();
    if (end.state() == RunState.FAILED) {
      output.line(Style.BAD, "Failed" + (error == null ? "." : ": " + error.message()));
      return ExitCode.FAILED;
    }
    Duration took = Duration.between(end.startedAt(), end.at());
    output.line(
        (end.state() == RunState.COMPLETED ? "Complete: " : "Stopped: ")
            + Figures.count(end.counts().delivered())
            + " rows delivered in "
            + Figures.time(took)
            + (end.counts().deadLettered() == 0
                ? ", no dead letters."
                : ", " + LiveView.deadLetters(end.counts()) + " dead letters: see sluice dlq ls."));
    return ExitCode.OK;
  }
}
