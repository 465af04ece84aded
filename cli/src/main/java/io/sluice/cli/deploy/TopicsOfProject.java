package io.sluice.cli.deploy;

import io.sluice.kafka.deploy.Marks;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.topic.BrokerTopics;
import io.sluice.kafka.topic.TopicException;
import io.sluice.kafka.topic.TopicPlan;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.TopicSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The topics that a project asks for, on brokers that can be asked; nothing where nobody says where
 * they are. For one thread.
 */
final class TopicsOfProject implements AutoCloseable {
  /** How the settings begin by which Connect makes topics. */
  private static final String MADE_BY_CONNECT = "topic.creation.default.";

  private final Optional<BrokerTopics> brokers;
  private final TopicPlan plan;
  private final List<Problem> problems;

  private TopicsOfProject(Optional<BrokerTopics> brokers, TopicPlan plan, List<Problem> problems) {
    this.brokers = brokers;
    this.plan = plan;
    this.problems = List.copyOf(problems);
  }

  /** Nothing is asked for. */
  static TopicsOfProject none() {
    return new TopicsOfProject(Optional.empty(), TopicPlan.NONE, List.of());
  }

  /**
   * Looks at the brokers. That they do not answer is a warning: Connect then makes topics that are
   * not there, as it does where nobody knows the brokers.
   *
   * @param running what the cluster has
   */
  static TopicsOfProject look(
      Deployable deployable,
      Optional<Map<String, String>> client,
      Map<String, RunningConnector> running) {
    if (client.isEmpty() || deployable.topics().isEmpty()) {
      return none();
    }
    BrokerTopics brokers = null;
    try {
      brokers = new BrokerTopics(client.get());
      TopicPlan plan =
          TopicPlan.of(
              deployable.topics(),
              brokers.look(deployable.topics()),
              formerly(deployable.projectName(), running));
      List<Problem> problems = new ArrayList<>(plan.problems());
      problems.addAll(brokers.problems(plan));
      return new TopicsOfProject(Optional.of(brokers), plan, problems);
    } catch (TopicException e) {
      if (brokers != null) {
        brokers.close();
      }
      return new TopicsOfProject(
          Optional.empty(),
          TopicPlan.NONE,
          List.of(
              Problem.warning(
                  deployable.place(),
                  e.getMessage() + ": topics that are there stay as they are",
                  "Connect's workers make those that are not, as the pipelines say")));
    }
  }

  private static Map<String, Set<String>> formerly(
      String project, Map<String, RunningConnector> running) {
    Map<String, Set<String>> formerly = new HashMap<>();
    for (RunningConnector each : running.values()) {
      if (Marks.project(each.config()).filter(project::equals).isPresent()) {
        Set<String> said =
            each.config().keySet().stream()
                .filter(key -> key.startsWith(MADE_BY_CONNECT))
                .map(key -> key.substring(MADE_BY_CONNECT.length()))
                .filter(key -> !key.equals(TopicSpec.PARTITIONS))
                .filter(key -> !key.equals(TopicSpec.REPLICATION_FACTOR))
                .collect(Collectors.toSet());
        formerly.put(each.name(), said);
      }
    }
    return formerly;
  }

  /** What would happen. */
  TopicPlan plan() {
    return plan;
  }

  /** What is wrong with it, and what it brings about. */
  List<Problem> problems() {
    return problems;
  }

  /**
   * Does a step.
   *
   * @throws TopicException when the brokers refuse
   */
  void apply(TopicPlan.Step step) {
    brokers.ifPresent(open -> open.apply(step));
  }

  @Override
  public void close() {
    brokers.ifPresent(BrokerTopics::close);
  }
}
