package io.sluice.cli.deploy;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.cli.server.ServerClient;
import io.sluice.cli.server.ServerPlan;
import io.sluice.cli.server.ServerTarget;
import io.sluice.kafka.deploy.ConnectClusterException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice plan}. */
@Command(
    name = "plan",
    header = "Show what apply would change on a server, or deploy on a Connect cluster.",
    description = {
      "Changes nothing. Where a server is named, or sluice up runs in the folder, the plan is that"
          + " server's: what the files of its folder would change of the pipelines that it runs."
          + " sluice apply makes it so, or the server by itself where it watches its folder.",
      "With --connect, or where there is no server, the plan is that of a Connect cluster: it"
          + " compares the connectors that pipelines on Kafka ask for with those that the cluster"
          + " has, setting by setting, and has the cluster's plugins judge what would be made."
          + " Secrets are not shown. Connectors that were not made from this project are no part of"
          + " it. Where it is said where Kafka is, topics are compared as well. sluice deploy makes"
          + " it so."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plan                                          of the server of this folder",
      "  sluice plan --server https://sluice.example.com",
      "  sluice plan --connect http://localhost:8083",
      "  sluice plan --connect http://localhost:8083 shop.yaml -o json"
    })
public final class PlanCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private ServerTarget target = new ServerTarget();
  @Mixin private DeployArguments arguments = new DeployArguments();
  @Mixin private CommonOptions common = new CommonOptions();

  public PlanCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
    Optional<ServerClient> server = server();
    if (server.isPresent()) {
      return ofServer(server.get(), output).number();
    }
    try (Deployable deployable = Deployable.open(around, arguments)) {
      PlanReport report = new PlanReport(output, deployable::redact);
      try (Deployment deployment = Deployment.prepare(deployable, deployable.cluster())) {
        deployment.show(deployable, report, output);
        output.document(deployment.document(deployable, report));
        return deployment.code().number();
      }
    } catch (ConnectClusterException e) {
      throw ClusterFailure.of(e);
    }
  }

  /** Empty where a cluster is meant. */
  private Optional<ServerClient> server() {
    if (arguments.cluster().isNamed()) {
      if (target.isNamed()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--server and --connect exclude each other",
            "A server runs pipelines itself; on a Connect cluster they are deployed.");
      }
      return Optional.empty();
    }
    Optional<ServerClient> server = target.find(around, arguments.stateFolder(around));
    if (server.isPresent() && arguments.hasFiles(around)) {
      if (!target.isNamed() && arguments.cluster().isSaid(arguments.folder(around))) {
        return Optional.empty();
      }
      throw new CommandFailure(
          ExitCode.USAGE,
          "the plan of a server is that of its whole folder",
          "Leave the files out; or say --connect for what they would be on a Connect cluster.");
    }
    return server;
  }

  private ExitCode ofServer(ServerClient server, Output output) {
    ServerPlan plan = ServerPlan.of(server);
    plan.show(output);
    output.document(plan.document());
    if (arguments.cluster().isSaid(arguments.folder(around))) {
      output.note(
          "This is the plan of the server at "
              + server.url()
              + "; that of the Connect cluster shows sluice plan --connect URL.");
    }
    return plan.code();
  }
}
