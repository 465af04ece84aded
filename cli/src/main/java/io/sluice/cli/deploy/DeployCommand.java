package io.sluice.cli.deploy;

import io.sluice.cli.console.CommonOptions;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.cli.console.Question;
import io.sluice.cli.console.Style;
import io.sluice.cli.console.Surroundings;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.wait.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice deploy}. */
@Command(
    name = "deploy",
    header = "Make a Connect cluster run the pipelines on Kafka as their files say.",
    description = {
      "Does what plan shows: makes and changes topics, where it is said where Kafka is, then makes,"
          + " changes and removes connectors through the cluster's REST API. Everything is judged"
          + " by the cluster's plugins first; if anything is wrong, nothing is changed. Deploying"
          + " twice changes nothing.",
      "Connectors of a file that is gone are removed, after asking. Connectors that were not made"
          + " from this project are never touched. One that is paused or stopped stays so.",
      "Secrets are not sent: references such as $${env:NAME} are resolved by the workers. One that"
          + " stands in the file itself is sent, and warned of."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice deploy --connect http://localhost:8083",
      "  sluice deploy --connect http://localhost:8083 --yes       in a script",
      "  sluice deploy shop.yaml                                   one file; the URL from"
          + " sluice.yaml"
    })
public final class DeployCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Surroundings around;

  @Option(
      names = "--yes",
      description = "Do not ask before connectors are removed, or topics get partitions.")
  private boolean yes;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long to wait until what was made or changed runs; 0 for not at all. Default:"
              + " ${DEFAULT-VALUE}.")
  private int waitSeconds = 60;

  @Mixin private DeployArguments arguments = new DeployArguments();
  @Mixin private CommonOptions common = new CommonOptions();

  public DeployCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Output output = common.output(around);
    try (Deployable deployable = Deployable.open(around, arguments)) {
      ConnectCluster cluster = deployable.cluster();
      try (Deployment deployment = Deployment.prepare(deployable, cluster)) {
        return deploy(deployable, cluster, deployment, output).number();
      }
    } catch (ConnectClusterException e) {
      throw ClusterFailure.of(e);
    }
  }

  private ExitCode deploy(
      Deployable deployable, ConnectCluster cluster, Deployment deployment, Output output)
      throws IOException, InterruptedException {
    PlanReport report = new PlanReport(output, deployable::redact);
    deployment.show(deployable, report, output);
    Map<String, Object> document = deployment.document(deployable, report);
    if (deployment.isForbidden()) {
      output.line(Style.BAD, "Nothing was changed.");
    }
    boolean done = !deployment.isForbidden() && isWanted(deployment, output);
    ExitCode code = deployment.code();
    document.put("deployed", done);
    Steps steps = new Steps(output);
    if (done) {
      steps.apply(deployment.topics());
      steps.apply(deployment.plan(), cluster);
      code = settle(steps.touched(), cluster, deployable, output, document);
    }
    document.put("done", steps.documents());
    output.document(document);
    return code;
  }

  private boolean isWanted(Deployment deployment, Output output) throws IOException {
    List<String> removed = deployment.removed();
    List<String> grown = deployment.grown();
    if (yes) {
      return true;
    }
    boolean wanted =
        (removed.isEmpty()
                || Question.confirm(
                    around,
                    "Remove "
                        + String.join(", ", removed)
                        + ", which no pipeline file here asks for?"))
            && (grown.isEmpty() || Question.growTopics(around, grown));
    if (!wanted) {
      output.line("Nothing was changed.");
    }
    return wanted;
  }

  /** Waits until all run, twice in a row: for a moment a changed connector shows its old tasks. */
  private ExitCode settle(
      List<String> touched,
      ConnectCluster cluster,
      Deployable deployable,
      Output output,
      Map<String, Object> document)
      throws InterruptedException {
    if (touched.isEmpty() || waitSeconds <= 0) {
      return ExitCode.OK;
    }
    Patience patience = new Patience(Duration.ofSeconds(waitSeconds), LOOK_EVERY);
    int settled = 0;
    List<RunningConnector> seen = List.of();
    while (settled < 2 && patience.again()) {
      Map<String, RunningConnector> all = cluster.connectors();
      seen = touched.stream().filter(all::containsKey).map(name -> one(all, name)).toList();
      boolean over =
          seen.size() == touched.size()
              && seen.stream().allMatch(each -> each.isSettled() || each.hasFailed());
      settled = over ? settled + 1 : 0;
    }
    List<Map<String, Object>> states = new ArrayList<>();
    for (RunningConnector each : seen) {
      states.add(state(each, deployable, output));
    }
    document.put("connectors", states);
    boolean runs =
        seen.size() == touched.size() && seen.stream().allMatch(each -> each.isSettled());
    return runs ? ExitCode.OK : ExitCode.FAILED;
  }

  private static RunningConnector one(Map<String, RunningConnector> all, String name) {
    RunningConnector found = all.get(name);
    if (found == null) {
      throw new IllegalStateException(name + " was there a moment ago");
    }
    return found;
  }

  private static Map<String, Object> state(
      RunningConnector each, Deployable deployable, Output output) {
    String failure = deployable.redact(each.failure());
    String state = each.hasFailed() ? "FAILED" : each.isSettled() ? each.state() : "STARTING";
    output.line(
        each.hasFailed() ? Style.BAD : each.isSettled() ? Style.GOOD : Style.WARNING,
        each.name()
            + ": "
            + state
            + ", "
            + each.tasks().size()
            + (each.tasks().size() == 1 ? " task" : " tasks")
            + (failure.isEmpty() ? "" : ": " + failure));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("connector", each.name());
    document.put("state", state);
    document.put("tasks", each.tasks().size());
    if (!failure.isEmpty()) {
      document.put("failure", failure);
    }
    return document;
  }
}
