package io.sluice.cli.deadletter;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.live.Audited;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerTarget;
import io.sluice.kafka.deadletter.pipeline.PipelineLetters;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import io.sluice.project.text.Figures;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice dlq purge}. */
@Command(
    name = "purge",
    header = "Delete the records of dead letters for good.",
    description = {
      "That there were letters, and who purged them why, is kept; the records themselves are not.",
      "Of a pipeline on Kafka: they are not shown and not replayed any more, and deleted from their"
          + " topic as far as no open letter is before them.",
      "Asks the server that --server or SLUICE_SERVER names; without one it does it here by itself."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq purge shop.yaml --signature 3f2a90c1d2e4 --reason \"test orders\"",
      "  sluice dlq purge shop.yaml --all --reason \"loaded by hand\" --dry-run"
    })
public final class DlqPurgeCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private PipelineArgument pipeline = new PipelineArgument();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the audit.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Say how many, purge none.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Mixin private LetterSelection selection = new LetterSelection();
  @Mixin private BrokerOptions brokers = new BrokerOptions();
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public DlqPurgeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    Output output = common.output(around);
    if (reason.isBlank()) {
      throw new CommandFailure(ExitCode.USAGE, "--reason: expected a text", null);
    }
    Optional<ServedPipeline> served =
        ServedPipeline.pointedAt(server, options, around, pipeline.file());
    if (served.isPresent()) {
      return new ServedJobs(served.get(), selection, output, around)
          .purge(reason, dryRun, yes)
          .number();
    }
    try (ProjectPipeline project = options.open(around, pipeline.file())) {
      Optional<KafkaPipeline> onKafka = project.read().onKafka();
      if (onKafka.isPresent()) {
        return onKafka(project, onKafka.get(), output).number();
      }
      String name = project.pipeline().name();
      DeadLetters.Filter filter = selection.of(name);
      DeadLetters letters = project.state().deadLetters();
      long count = letters.count(filter);
      boolean go = isWanted(count);
      long purged = go ? letters.purge(filter, Audited.user(), reason) : 0;
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("pipeline", name);
      document.put("matching", count);
      document.put("purged", purged);
      output.document(document);
      output.line(
          dryRun
              ? "Dry run: " + Figures.count(count) + " letters would be purged."
              : Figures.count(purged) + " of " + Figures.count(count) + " letters purged.");
      return ExitCode.OK.number();
    }
  }

  private boolean isWanted(long count) throws IOException {
    return !dryRun
        && count > 0
        && (yes || Question.confirm(around, "Purge " + Figures.count(count) + " letters?"));
  }

  private ExitCode onKafka(ProjectPipeline project, KafkaPipeline pipeline, Output output)
      throws IOException {
    Map<String, String> client =
        brokers.client(project.folder(), project.stateFolder(), project.secrets());
    PurgeOnKafka purge =
        new PurgeOnKafka(
            new PipelineLetters(pipeline, client), selection.onKafka(), output, around.clock());
    long count = purge.count();
    if (!isWanted(count)) {
      return purge.leave(count, dryRun);
    }
    // Opened before anything is purged: without an audit nothing is.
    Audit audit = project.state().audit();
    return purge.purge(count, reason, Audited.byUser(audit, pipeline.name()), audit);
  }
}
