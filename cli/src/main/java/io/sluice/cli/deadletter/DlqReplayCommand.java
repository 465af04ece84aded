package io.sluice.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.engine.run.ReplayOutcome;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.state.deadletter.DeadLetters;
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
      "Of a pipeline on Kafka: the letters go back to the end of the topics that they came from,"
          + " which all readers of these topics see but the other sinks of the pipeline. The"
          + " command then waits until the sink has had them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq replay shop.yaml --all",
      "  sluice dlq replay shop.yaml --signature 3f2a90c1d2e4",
      "  sluice dlq replay shop.yaml --id 17,18 --yes"
    })
public final class DlqReplayCommand implements Callable<Integer> {
  /** As many letters as one request carries. */
  private static final int CHUNK = 1_000;

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
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public DlqReplayCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = common.output(around);
    try (Project project = Project.of(around, options, pipeline.file())) {
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

  private ExitCode onKafka(Project project, KafkaPipeline pipeline, Output output)
      throws IOException {
    Map<String, String> client =
        brokers.client(project.folder(), project.stateFolder(), project.secrets());
    ReplayOnKafka replay =
        new ReplayOnKafka(new LettersOnKafka(pipeline, client), selection, output, around.clock());
    Optional<String> warning = yes ? Optional.empty() : replay.risk();
    if (warning.isPresent() && !Question.confirm(around, warning.get() + " Replay?")) {
      output.line("Nothing was replayed.");
      return ExitCode.OK;
    }
    return replay.replay(Duration.ofSeconds(Math.max(0, waitSeconds)));
  }

  /** What cannot be taken back is not done on a guess: which rows are newer, only people know. */
  private boolean mayReplay(Project project, DeadLetters.Filter filter) throws IOException {
    ReplayRisk risk = new ReplayRisk();
    DeadLetters letters = project.state().deadLetters();
    List<DeadLetters.Stored> chunk = letters.list(filter, 0, CHUNK);
    while (!chunk.isEmpty()) {
      risk.add(chunk);
      chunk = letters.list(filter, chunk.get(chunk.size() - 1).id(), CHUNK);
    }
    Optional<String> warning = risk.warning(around.clock().instant());
    return warning.isEmpty() || Question.confirm(around, warning.get() + " Replay?");
  }

  private ReplayOutcome replay(Project project, DeadLetters.Filter filter)
      throws InterruptedException {
    Optional<LiveClient> live = LiveClient.find(project.stateFolder(), project.pipeline().name());
    List<Long> replayed = new ArrayList<>();
    List<Long> failedAgain = new ArrayList<>();
    long after = 0;
    while (true) {
      List<Long> ids =
          project.state().deadLetters().list(filter, after, CHUNK).stream()
              .map(DeadLetters.Stored::id)
              .toList();
      if (ids.isEmpty()) {
        return new ReplayOutcome(replayed, failedAgain);
      }
      after = ids.get(ids.size() - 1);
      ReplayOutcome outcome =
          live.isPresent()
              ? outcome(live.get().replay(ids))
              : project.engine().replay(project.pipeline(), ids);
      replayed.addAll(outcome.replayed());
      failedAgain.addAll(outcome.failedAgain());
    }
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
