package io.sluice.cli.deploy;

import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.kafka.deploy.ClusterCheck;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.Connector;
import io.sluice.kafka.deploy.ExactlyOnce;
import io.sluice.kafka.deploy.Plan;
import io.sluice.kafka.deploy.Plan.Action;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.pipeline.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What both commands do first: read the files, look at the cluster, have its plugins judge what
 * would be made. Nothing is changed.
 *
 * @param plan what would happen
 * @param topics what would happen to topics before it
 * @param problems everything that was found; errors forbid it all
 * @param code what they mean for the exit code
 */
record Deployment(Plan plan, TopicsOfProject topics, List<Problem> problems, ExitCode code)
    implements AutoCloseable {
  Deployment {
    problems = List.copyOf(problems);
  }

  /** Prepares it; where the files are wrong, the cluster is not asked. */
  static Deployment prepare(Deployable deployable, ConnectCluster cluster) {
    List<Problem> problems = new ArrayList<>(deployable.problems());
    Plan nothing = new Plan(List.of(), List.of());
    if (isWrong(problems)) {
      return new Deployment(nothing, TopicsOfProject.none(), problems, ExitCode.USAGE);
    }
    Map<String, RunningConnector> running = cluster.connectors();
    Plan plan =
        Plan.of(
            deployable.projectName(),
            new ExactlyOnce(cluster).demanded(deployable.connectors()),
            running,
            deployable.whole());
    problems.addAll(plan.problems());
    Set<String> here =
        deployable.connectors().stream().map(Connector::pipeline).collect(Collectors.toSet());
    if (plan.of(Action.REMOVE).stream().anyMatch(step -> !here.contains(step.pipeline()))) {
      deployable.unnamed().ifPresent(problems::add);
    }
    if (isWrong(problems)) {
      return new Deployment(plan, TopicsOfProject.none(), problems, ExitCode.CONFLICT);
    }
    TopicsOfProject topics = TopicsOfProject.look(deployable, deployable.kafka(cluster), running);
    problems.addAll(topics.problems());
    ClusterCheck check = new ClusterCheck(cluster);
    for (Plan.Step step : plan.changes()) {
      step.desired().ifPresent(connector -> problems.addAll(check.problems(connector)));
    }
    return new Deployment(plan, topics, problems, isWrong(problems) ? ExitCode.USAGE : ExitCode.OK);
  }

  /** Whether anything forbids it. */
  boolean isForbidden() {
    return code != ExitCode.OK;
  }

  /** Shows it to people: the problems, the plan, and which pipelines are none of it. */
  void show(Deployable deployable, PlanReport report, Output output) {
    report.problems(problems);
    deployable
        .direct()
        .forEach(
            file ->
                output.line(
                    file.getFileName() + " names no topic: it runs direct, and is not deployed."));
    if (code != ExitCode.USAGE || !plan.steps().isEmpty()) {
      report.topics(topics.plan());
      report.plan(plan, isForbidden());
    }
  }

  /** The same for programs; the caller adds what became of it. */
  Map<String, Object> document(Deployable deployable, PlanReport report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("project", deployable.projectName());
    document.put("topics", report.document(topics.plan()));
    document.put("steps", report.document(plan));
    document.put("problems", report.documents(problems));
    return document;
  }

  /** What must be asked for first, since it cannot be taken back. */
  List<String> removed() {
    return plan.of(Action.REMOVE).stream().map(Plan.Step::connector).toList();
  }

  /** Topics that get partitions, which cannot be taken back either. */
  List<String> grown() {
    return topics.plan().grown();
  }

  @Override
  public void close() {
    topics.close();
  }

  private static boolean isWrong(List<Problem> problems) {
    return problems.stream().anyMatch(Problem::isError);
  }
}
