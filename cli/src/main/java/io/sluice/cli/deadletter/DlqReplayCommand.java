package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.live.Audited;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.text.Figures;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.deadletter.ReplayParts;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice dlq replay}. */
@Command(
    name = "replay",
    header = "Send dead letters through the pipeline as it is now.",
    description = {
      "Those that arrive are marked replayed; those that fail again stay, with one attempt more."
          + " Exit code 1 when any failed again.",
      "Works beside the running pipeline, in its process; or without it.",
      "Letters with a key are replayed only after a question, or with --yes: their rows may be"
          + " newer in the sink by now.",
      "An open copy, edited in the console, goes in place of its letter; --id takes what it names.",
      "Of a pipeline on Kafka: the letters go back to the end of the topics that they came from,"
          + " which all readers of these topics see but the other sinks of the pipeline. The"
          + " command then waits until the sink has had them.",
      "Pointed at a server (--server, or SLUICE_SERVER) it is a job there, which the console shows"
          + " and can stop, and which goes on if nobody waits for it; the answer has how many were"
          + " replayed and failed again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq replay shop.yaml --all",
      "  sluice dlq replay shop.yaml --signature 3f2a90c1d2e4",
      "  sluice dlq replay shop.yaml --id 17,18 --yes"
    })
public final class DlqReplayCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private PipelineArgument pipeline = new PipelineArgument();
  @Mixin private LetterSelection selection = new LetterSelection();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description =
          "Of a pipeline on Kafka: how long to wait until the sink has had them; 0 for not at all."
              + " Default: ${DEFAULT-VALUE}.")
  private int waitSeconds = 120;

  @Mixin private BrokerOptions brokers = new BrokerOptions();
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public DlqReplayCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = common.output(around);
    Optional<ServedPipeline> served =
        ServedPipeline.pointedAt(server, options, around, pipeline.file());
    if (served.isPresent()) {
      return new ServedJobs(served.get(), selection, output, around).replay(yes).number();
    }
    try (ProjectPipeline project = options.open(around, pipeline.file())) {
      Optional<KafkaPipeline> onKafka = project.read().onKafka();
      if (onKafka.isPresent()) {
        return onKafka(project, onKafka.get(), output).number();
      }
      String name = project.pipeline().name();
      DeadLetters.Filter filter = selection.of(name);
      if (!project.hasState()) {
        throw new CommandFailure(ExitCode.NOT_FOUND, "pipeline " + name + " never ran", null);
      }
      if (!yes && !mayReplay(project, filter)) {
        output.line("Nothing was replayed.");
        return ExitCode.OK.number();
      }
      ReplayOutcome outcome = replay(project, filter);
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("pipeline", name);
      document.put("replayed", outcome.replayed());
      document.put("failed_again", outcome.failedAgain());
      output.document(document);
      if (outcome.replayed().isEmpty() && outcome.failedAgain().isEmpty()) {
        output.line("No such open letters.");
      } else {
        output.line(
            Figures.count(outcome.replayed().size())
                + " replayed, "
                + Figures.count(outcome.failedAgain().size())
                + " failed again.");
      }
      return (outcome.failedAgain().isEmpty() ? ExitCode.OK : ExitCode.FAILED).number();
    }
  }

  private ExitCode onKafka(ProjectPipeline project, KafkaPipeline pipeline, Output output)
      throws IOException {
    Map<String, String> client =
        brokers.client(project.folder(), project.stateFolder(), project.secrets());
    ReplayOnKafka replay =
        new ReplayOnKafka(
            new PipelineLetters(pipeline, client), selection.onKafka(), output, around.clock());
    Optional<String> warning = replay.risk();
    if (!yes && warning.isPresent() && !Question.confirm(around, warning.get() + " Replay?")) {
      output.line("Nothing was replayed.");
      return ExitCode.OK;
    }
    Audit audit = project.state().audit();
    return replay.replay(
        Duration.ofSeconds(Math.max(0, waitSeconds)),
        Audited.byUser(audit, pipeline.name()),
        audit);
  }

  /** What cannot be taken back is not done on a guess: which rows are newer, only people know. */
  private boolean mayReplay(ProjectPipeline project, DeadLetters.Filter filter) throws IOException {
    ReplayRisk risk = new ReplayRisk();
    DeadLetters letters = project.state().deadLetters();
    ReplayParts parts = new ReplayParts(letters, filter);
    for (List<Long> part = parts.next(); !part.isEmpty(); part = parts.next()) {
      risk.add(letters.list(filter.ofIds(part), 0, part.size()));
    }
    Optional<String> warning = risk.warning(around.clock().instant());
    return warning.isEmpty() || Question.confirm(around, warning.get() + " Replay?");
  }

  private ReplayOutcome replay(ProjectPipeline project, DeadLetters.Filter filter)
      throws InterruptedException {
    Optional<LiveClient> live = LiveClient.find(project.stateFolder(), project.pipeline().name());
    ReplayParts parts = new ReplayParts(project.state().deadLetters(), filter);
    if (live.isPresent()) {
      return replay(live.get(), parts);
    }
    return parts.count() == 0
        ? new ReplayOutcome(List.of(), List.of())
        : Audited.byUser(project.state().audit(), project.pipeline().name())
            .replay(
                project.engine(),
                project.pipeline(),
                parts::next,
                parts.count(),
                filter.signature());
  }

  /** The process that runs the pipeline does it, and keeps it in the audit. */
  private static ReplayOutcome replay(LiveClient live, ReplayParts parts) {
    List<Long> replayed = new ArrayList<>();
    List<Long> failedAgain = new ArrayList<>();
    for (List<Long> part = parts.next(); !part.isEmpty(); part = parts.next()) {
      ReplayOutcome outcome = outcome(live.replay(part));
      replayed.addAll(outcome.replayed());
      failedAgain.addAll(outcome.failedAgain());
    }
    return new ReplayOutcome(replayed, failedAgain);
  }

  private static ReplayOutcome outcome(JsonNode document) {
    return new ReplayOutcome(ids(document.path("replayed")), ids(document.path("failed_again")));
  }

  private static List<Long> ids(JsonNode list) {
    List<Long> ids = new ArrayList<>();
    list.forEach(id -> ids.add(id.asLong()));
    return ids;
  }
}
