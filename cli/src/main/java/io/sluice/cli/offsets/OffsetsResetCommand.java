package io.sluice.cli.offsets;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.deploy.ClusterOptions;
import io.sluice.cli.live.Audited;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.SourceOffsets;
import io.sluice.state.checkpoint.Reset;
import io.sluice.state.checkpoint.ResetCheck;
import io.sluice.state.checkpoint.ResetOutcome;
import io.sluice.state.history.AuditAction;
import io.sluice.state.history.AuditedChange;
import io.sluice.state.lease.PipelineLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice offsets reset}. */
@Command(
    name = "reset",
    header = "Set a pipeline back, to the beginning or to a position.",
    description = {
      "Without --to the source forgets its position: the next run takes a new snapshot, into the"
          + " tables as they are. With upsert they end equal to the source; with append the rows"
          + " are there twice.",
      "Refused while the pipeline runs; one that a server runs is stopped there first. What was and"
          + " what is are shown and kept in the audit.",
      "The source's replication slot is left alone, so that nothing which happened since is lost.",
      "Of a pipeline on Kafka: the source's connector, or the one that --connector names, is"
          + " stopped, moved through Connect's offsets API, and put back into the state it was in."
          + " The table sink, which keeps its offsets in its target, has those moved along."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice offsets reset shop.yaml --dry-run",
      "  sluice offsets reset shop.yaml --reason \"new column backfilled\"",
      "  sluice offsets reset shop.yaml --to position.json",
      "  sluice offsets reset shop.yaml --connector shop-copy --to-time 2026-11-01T00:00:00Z"
          + " --dry-run"
    })
public final class OffsetsResetCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "The pipeline: its file, or its name. Default: the only one in this folder.")
  private @Nullable Path file;

  @Option(
      names = "--to",
      paramLabel = "JSON",
      description = "The position: what offsets get -o json prints, as text or the name of a file.")
  private @Nullable String to;

  @Option(
      names = "--to-time",
      paramLabel = "TIME",
      description =
          "Of a sink on Kafka, with --connector: to read again what its topics have from that time"
              + " on, as 2026-11-01T00:00:00Z.")
  private @Nullable String toTime;

  @Option(
      names = "--connector",
      paramLabel = "NAME",
      description = "Of a pipeline on Kafka: which connector. Default: the source's.")
  private @Nullable String connector;

  @Option(names = "--dry-run", description = "Show what would change, change nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for the audit.")
  private String reason = "";

  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private BrokerOptions brokers = new BrokerOptions();
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public OffsetsResetCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    Output output = common.output(around);
    Optional<ServedPipeline> served = served();
    if (served.isPresent()) {
      return new ServedOffsets(served.get(), output, around.clock())
          .reset(position(), dryRun, reason, () -> yes || Question.confirm(around, "Reset?"))
          .number();
    }
    try (ProjectPipeline project = options.open(around, file)) {
      Optional<KafkaPipeline> onKafka = project.read().onKafka();
      if (onKafka.isPresent()) {
        return onKafka(project, onKafka.get(), output).number();
      }
      String name = project.pipeline().name();
      if (!project.hasState()) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, "pipeline " + name + " never ran: there is nothing to reset", null);
      }
      Reset reset = wanted();
      // Holding the lock from before the preview: what is shown is what is changed.
      try (PipelineLock lock = project.state().lock(name)) {
        ResetOutcome outcome = project.state().checkpoints().preview(name, reset);
        List<String> warnings = judged(reset, outcome);
        print(outcome, output);
        warnings.forEach(warning -> output.line(Style.WARNING, warning));
        if (!dryRun && !yes && !Question.confirm(around, "Reset?")) {
          output.line("Nothing was changed.");
          return ExitCode.OK.number();
        }
        if (!dryRun) {
          if (!reset.forgetOthers()) {
            SourceOffsets.check(project.project(), project.pipeline(), reset.sourceOffsets());
          }
          outcome = project.state().checkpoints().reset(lock, reset, Audited.user(), reason);
        }
        output.document(document(name, outcome, warnings));
        output.line(dryRun ? "Dry run: nothing was changed." : "Done.");
        return ExitCode.OK.number();
      }
    }
  }

  /** Empty where a connector is meant, which the Kafka of this folder, or a cluster, has. */
  private Optional<ServedPipeline> served() {
    boolean ofSink = connector != null || toTime != null;
    if (cluster.isNamed() || (ofSink && !server.isPointedAt(around))) {
      return Optional.empty();
    }
    if (ofSink) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--connector and --to-time: expected a pipeline of this folder; of a server elsewhere the"
              + " source is moved",
          "Run it in the folder of that server, or ask its API: POST .../offsets/reset.");
    }
    return ServedPipeline.pointedAt(server, options, around, file);
  }

  private ExitCode onKafka(ProjectPipeline project, KafkaPipeline pipeline, Output output)
      throws IOException {
    Instant time = time();
    String position = position();
    OffsetsOnKafka offsets =
        new OffsetsOnKafka(
            pipeline,
            cluster.cluster(project.folder(), project.stateFolder(), project.secrets()),
            output);
    OffsetsOnKafka.Wanted wanted = () -> !dryRun && (yes || Question.confirm(around, "Reset?"));
    OffsetsOnKafka.Audited audited =
        (before, after, move, left) ->
            new AuditedChange(
                    Audited.user(),
                    AuditAction.OFFSETS_RESET,
                    pipeline.name(),
                    before,
                    after,
                    reason)
                .in(project.state().audit(), move, left);
    if (time != null) {
      return offsets.resetTo(
          time,
          connector,
          brokers.client(project.folder(), project.stateFolder(), project.secrets()),
          wanted,
          audited);
    }
    return offsets.reset(
        connector, position == null ? null : OffsetsOnKafka.read(position), wanted, audited);
  }

  /** What --to-time means, or null. */
  private @Nullable Instant time() {
    String said = toTime;
    if (said == null) {
      return null;
    }
    if (to != null) {
      throw new CommandFailure(ExitCode.USAGE, "expected --to or --to-time, and not both", null);
    }
    try {
      return Instant.parse(said);
    } catch (DateTimeParseException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--to-time: expected a time as 2026-11-01T00:00:00Z", null, e);
    }
  }

  private Reset wanted() throws IOException {
    if (toTime != null) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--to-time: expected a pipeline on Kafka, whose topics know times; this one runs direct",
          "Have the rows read again that changed since, if a column says when: sluice signal"
              + " execute-snapshot --table public.orders --where \"updated_at >= '2026-11-01'\".");
    }
    String position = position();
    return position == null ? Reset.toTheBeginning() : SourcePositions.read(position);
  }

  /** The text that --to means, or null. */
  private @Nullable String position() throws IOException {
    String said = to;
    if (said == null) {
      return null;
    }
    String text = said.strip();
    return text.startsWith("{") || text.startsWith("[")
        ? text
        : Files.readString(existing(around.resolve(Path.of(text))));
  }

  private static Path existing(Path path) {
    if (!Files.isReadable(path)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, "--to: " + path + ": no such file", null);
    }
    return path;
  }

  /** What is to be said of it; refused if it cannot be meant. */
  private static List<String> judged(Reset reset, ResetOutcome would) {
    ResetCheck check = ResetCheck.of(reset, would.before());
    if (!check.faults().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--to: " + String.join("; ", check.faults()),
          "Take what this prints and change its values: sluice offsets get -o json");
    }
    return check.warnings();
  }

  private static void print(ResetOutcome outcome, Output output) {
    output.line(Style.STRONG, "before");
    lines(outcome.before(), output);
    output.line(Style.STRONG, "after");
    lines(outcome.after(), output);
    if (outcome.after().isEmpty()) {
      output.line("");
      output.line("The next run takes a new snapshot into the existing tables.");
    }
  }

  private static void lines(Map<String, String> offsets, Output output) {
    if (offsets.isEmpty()) {
      output.line("  (nothing)");
    }
    new TreeMap<>(offsets)
        .forEach((partition, offset) -> output.line("  " + partition + "  " + offset));
  }

  private ObjectNode document(String name, ResetOutcome outcome, List<String> warnings) {
    ObjectNode document = JsonMapper.builder().build().createObjectNode();
    document.put("pipeline", name).put("changed", !dryRun).put("epoch", outcome.epoch());
    document.set("before", SourcePositions.document(outcome.before()));
    document.set("after", SourcePositions.document(outcome.after()));
    warnings.forEach(document.withArrayProperty("warnings")::add);
    return document;
  }
}
