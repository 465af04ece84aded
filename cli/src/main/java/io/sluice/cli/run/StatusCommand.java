package io.sluice.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Figures;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deadletter.OpenLetters;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.deploy.ClusterFailure;
import io.sluice.cli.deploy.ClusterOptions;
import io.sluice.cli.deploy.DeployedStatus;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.Project;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.pipeline.kafka.KafkaPipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice status}. */
@Command(
    name = "status",
    header = "Show how a pipeline stands, whether it runs or not.",
    description = {
      "Exit code 0 when it runs or ended in order, 1 when the last run failed or was killed, 5"
          + " when it never ran.",
      "Of a pipeline that was deployed: its connectors and tasks on the Connect cluster, where they"
          + " run, why they failed, and how many records each sink is behind. Exit code 1 when one"
          + " failed or is missing, 5 when nothing of it is there."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice status shop.yaml",
      "  sluice status shop.yaml --connect http://localhost:8083   as it was deployed",
      "  sluice status shop.yaml -o json | jq .freshness_ms"
    })
public final class StatusCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private PipelineArgument pipeline = new PipelineArgument();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private BrokerOptions brokers = new BrokerOptions();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public StatusCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Output output = common.output(around);
    try (Project project = Project.of(around, options, pipeline.file())) {
      Optional<ExitCode> deployed = deployed(project, output);
      if (deployed.isPresent()) {
        return deployed.get().number();
      }
      ObjectNode document = StatusDocument.of(project, onKafka -> openLetters(project, onKafka));
      output.document(document);
      print(document, output);
      return switch (document.path("state").asText()) {
        case "never_ran" -> ExitCode.NOT_FOUND.number();
        case "failed", "died" -> ExitCode.FAILED.number();
        default -> ExitCode.OK.number();
      };
    }
  }

  /** As the Connect cluster has it; empty for a pipeline that this machine runs, or has run. */
  private Optional<ExitCode> deployed(Project project, Output output) throws InterruptedException {
    Optional<KafkaPipeline> onKafka = project.read().onKafka();
    boolean runs = LiveClient.find(project.stateFolder(), project.name()).isPresent();
    Optional<ConnectCluster> where =
        onKafka.isEmpty() || runs
            ? Optional.empty()
            : cluster.find(project.folder(), project.stateFolder(), project.secrets());
    if (where.isEmpty() || onKafka.isEmpty()) {
      return Optional.empty();
    }
    try {
      return new DeployedStatus(
              onKafka.get(),
              where.get(),
              brokers.find(project.folder(), project.stateFolder(), project.secrets()),
              around.redaction()::apply,
              () -> openLetters(project, onKafka.get()))
          .show(output);
    } catch (ConnectClusterException e) {
      if (!cluster.isSaid(project.folder())) {
        return Optional.empty(); // The Kafka of the folder was killed: what is known of the run?
      }
      throw ClusterFailure.of(e);
    }
  }

  /** Of the Kafka of the folder or the cluster; not known where it does not answer. */
  private OptionalLong openLetters(Project project, KafkaPipeline onKafka) {
    try {
      return brokers
          .find(project.folder(), project.stateFolder(), project.secrets())
          .map(client -> OpenLetters.count(onKafka, client))
          .orElse(OptionalLong.empty());
    } catch (CommandFailure e) {
      return OptionalLong.empty();
    }
  }

  private void print(JsonNode document, Output output) {
    String state = document.path("state").asText();
    Style style =
        switch (state) {
          case "running", "completed", "stopped" -> Style.GOOD;
          case "failed", "died" -> Style.BAD;
          default -> Style.WARNING;
        };
    boolean running = document.path("running").asBoolean();
    output.line(
        output.styled(Style.STRONG, document.path("pipeline").asText())
            + "  "
            + output.styled(style, state.replace('_', ' '))
            + (running ? "  in process " + document.path("pid").asText() : "  (not running)"));
    if (document.has("started_at")) {
      row(output, "started", moment(document.path("started_at")));
    }
    if (document.has("ended_at")) {
      row(output, "ended", moment(document.path("ended_at")));
    }
    JsonNode records = document.path("records");
    if (!records.isMissingNode()) {
      row(output, "rows delivered", Figures.count(records.path("delivered").asLong()));
      if (records.path("filtered").asLong() > 0) {
        row(output, "filtered", Figures.count(records.path("filtered").asLong()));
      }
    }
    duration(output, "lag", document.path("lag_ms"));
    duration(output, "freshness", document.path("freshness_ms"));
    JsonNode checkpoint = document.path("checkpoint");
    if (!checkpoint.isMissingNode()) {
      row(
          output,
          "last checkpoint",
          "epoch " + checkpoint.path("epoch").asText() + ", " + moment(checkpoint.path("at")));
    }
    for (JsonNode sink : document.path("sinks")) {
      row(
          output,
          "sink " + sink.path("name").asText(),
          sink.path("state").asText()
              + ", "
              + Figures.count(sink.path("delivered").asLong())
              + " delivered, "
              + (sink.has("in_flight")
                  ? Figures.count(sink.path("in_flight").asLong())
                  : "an unknown number")
              + " in flight");
    }
    if (document.has("open_dead_letters")) {
      long open = document.path("open_dead_letters").asLong();
      row(
          output,
          "dead letters",
          Figures.count(open) + " open" + (open > 0 ? ": see sluice dlq ls" : ""));
    }
    if (document.has("waits_for")) {
      row(output, "waits for", document.path("waits_for").asText());
    }
    if (document.path("last_error").has("message")) {
      row(output, "last error", document.path("last_error").path("message").asText());
    }
    if (state.equals("died")) {
      output.line("The process was killed. Start it again: it resumes from the last checkpoint.");
    }
  }

  private static void row(Output output, String name, String value) {
    output.line("  " + name + " ".repeat(Math.max(1, 18 - name.length())) + value);
  }

  private static void duration(Output output, String name, JsonNode millis) {
    if (millis.isNumber()) {
      row(output, name, Figures.time(Duration.ofMillis(millis.asLong())));
    }
  }

  private String moment(JsonNode text) {
    if (!text.isTextual()) {
      return "-";
    }
    Instant moment = Instant.parse(text.asText());
    return moment
        + " ("
        + Figures.time(Duration.between(moment, around.clock().instant()))
        + " ago)";
  }
}
