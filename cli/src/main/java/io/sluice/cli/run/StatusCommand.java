package io.sluice.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.deadletter.OpenLetters;
import io.sluice.cli.deploy.BrokerOptions;
import io.sluice.cli.deploy.ClusterFailure;
import io.sluice.cli.deploy.ClusterOptions;
import io.sluice.cli.deploy.DeployedStatus;
import io.sluice.cli.live.LiveClient;
import io.sluice.cli.project.PipelineArgument;
import io.sluice.cli.project.ProjectOptions;
import io.sluice.cli.server.ServedPipeline;
import io.sluice.cli.server.ServerClient;
import io.sluice.cli.server.ServerTarget;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.pipeline.kafka.KafkaPipeline;
import io.sluice.project.ProjectPipeline;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice status}. */
@Command(
    name = "status",
    header = "Show how a pipeline stands, whether it runs or not; or all of a server.",
    description = {
      "Exit code 0 when it runs or ended in order, 1 when the last run failed or was killed, 5"
          + " when it never ran.",
      "Of a pipeline that was deployed: its connectors and tasks on the Connect cluster, where they"
          + " run, why they failed, and how many records each sink is behind. Exit code 1 when one"
          + " failed or is missing, 5 when nothing of it is there.",
      "Where a server is pointed at or runs this folder, as it says it; without a name all that it"
          + " has, a line each, and exit code 1 when one of them failed or is not valid."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice status shop.yaml",
      "  sluice status                            all of the server that runs in this folder",
      "  sluice status shop.yaml --connect http://localhost:8083   as it was deployed",
      "  sluice status shop.yaml -o json | jq .freshness_ms"
    })
public final class StatusCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private PipelineArgument pipeline = new PipelineArgument();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private BrokerOptions brokers = new BrokerOptions();
  @Mixin private ServerTarget server = new ServerTarget();
  @Mixin private ProjectOptions options = new ProjectOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  public StatusCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Output output = common.output(around);
    Optional<ExitCode> served = served(output);
    if (served.isPresent()) {
      return served.get().number();
    }
    try (ProjectPipeline project = options.open(around, pipeline.file())) {
      Optional<ExitCode> deployed = deployed(project, output);
      if (deployed.isPresent()) {
        return deployed.get().number();
      }
      ObjectNode document = StatusDocument.of(project, onKafka -> openLetters(project, onKafka));
      return shown(document, output).number();
    }
  }

  private ExitCode shown(ObjectNode document, Output output) {
    output.document(document);
    new StatusText(output, around.clock()).print(document);
    return switch (document.path("state").asText()) {
      case "never_ran" -> ExitCode.NOT_FOUND;
      case "failed", "died", "invalid" -> ExitCode.FAILED;
      default -> ExitCode.OK;
    };
  }

  /** As a server says it; empty where none is pointed at and none runs here, or a cluster is. */
  private Optional<ExitCode> served(Output output) {
    if (cluster.isNamed()) {
      return Optional.empty();
    }
    if (pipeline.file() == null) {
      Optional<ServerClient> all = server.find(around, options.stateFolder(around));
      if (all.isPresent()) {
        return all.map(client -> new ServedList(client).show(output));
      }
    }
    return ServedPipeline.find(server, options, around, pipeline.file())
        .map(one -> shown(ServedStatus.of(one), output));
  }

  /** As the Connect cluster has it; empty for a pipeline that this machine runs, or has run. */
  private Optional<ExitCode> deployed(ProjectPipeline project, Output output)
      throws InterruptedException {
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
  private OptionalLong openLetters(ProjectPipeline project, KafkaPipeline onKafka) {
    try {
      return brokers
          .find(project.folder(), project.stateFolder(), project.secrets())
          .map(client -> OpenLetters.count(onKafka, client))
          .orElse(OptionalLong.empty());
    } catch (CommandFailure e) {
      return OptionalLong.empty();
    }
  }
}
