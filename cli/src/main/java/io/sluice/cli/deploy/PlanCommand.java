package io.sluice.cli.deploy;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Surroundings;
import io.sluice.kafka.deploy.ConnectClusterException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice plan}. */
@Command(
    name = "plan",
    header = "Show what deploy would change on a Connect cluster, and change nothing.",
    description =
        "Compares the connectors that pipelines on Kafka ask for with those that the cluster has,"
            + " setting by setting, and has the cluster's plugins judge what would be made. Secrets"
            + " are not shown. Connectors that were not made from this project are no part of it."
            + " Where it is said where Kafka is, topics are compared as well.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice plan --connect http://localhost:8083",
      "  sluice plan --connect http://localhost:8083 shop.yaml -o json"
    })
public final class PlanCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private DeployArguments arguments = new DeployArguments();
  @Mixin private CommonOptions common = new CommonOptions();

  public PlanCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Output output = common.output(around);
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
}
