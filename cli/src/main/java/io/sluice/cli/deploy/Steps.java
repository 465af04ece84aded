package io.sluice.cli.deploy;

import static java.util.stream.Collectors.joining;

import io.sluice.cli.console.CommandFailure;
import io.sluice.cli.console.ExitCode;
import io.sluice.cli.console.Output;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.ConnectClusterException;
import io.sluice.kafka.deploy.Plan;
import io.sluice.kafka.topic.TopicException;
import io.sluice.kafka.topic.TopicPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The steps of a deployment, each said as soon as it is done: what was done before a failure in the
 * middle stays, and whoever reads must know it.
 */
final class Steps {
  private final Output output;
  private final List<Plan.Step> done = new ArrayList<>();
  private final List<TopicPlan.Step> topicsDone = new ArrayList<>();

  Steps(Output output) {
    this.output = output;
  }

  /**
   * Makes and changes topics.
   *
   * @throws CommandFailure when the brokers refuse a step; it says which ones before it are done
   */
  void apply(TopicsOfProject topics) {
    for (TopicPlan.Step step : topics.plan().changes()) {
      try {
        topics.apply(step);
      } catch (TopicException e) {
        throw brokenOff(
            new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), null, e));
      }
      topicsDone.add(step);
      output.line(words(step));
    }
  }

  /**
   * Does what the plan says. What is gone makes room first: a slot of a database, a file.
   *
   * @throws CommandFailure when the cluster refuses a step; it says which ones before it are done
   */
  void apply(Plan plan, ConnectCluster cluster) {
    for (Plan.Step step : plan.changes()) {
      try {
        if (step.desired().isPresent()) {
          cluster.configure(step.connector(), step.desired().get().config());
        } else {
          cluster.remove(step.connector());
        }
      } catch (ConnectClusterException e) {
        throw brokenOff(ClusterFailure.of(e));
      }
      done.add(step);
      output.line(words(step));
    }
  }

  private CommandFailure brokenOff(CommandFailure failure) {
    String before =
        Stream.concat(topicsDone.stream().map(Steps::words), done.stream().map(Steps::words))
            .collect(joining(", "));
    return new CommandFailure(
        failure.code(),
        String.valueOf(failure.getMessage()),
        (before.isEmpty() ? "Nothing was changed." : "Done until then: " + before + ".")
            + " Once the reason is mended, deploy again: it goes on there.",
        failure.getCause());
  }

  private static String words(TopicPlan.Step step) {
    return (step.action() == TopicPlan.Action.CREATE ? "made topic " : "changed topic ")
        + step.topic();
  }

  private static String words(Plan.Step step) {
    String did =
        switch (step.action()) {
          case CREATE -> "made ";
          case CHANGE -> "changed ";
          case REMOVE -> "removed ";
          case KEEP -> "kept ";
        };
    return did + step.connector();
  }

  /** The connectors that were made or changed. */
  List<String> touched() {
    return done.stream()
        .filter(step -> step.desired().isPresent())
        .map(Plan.Step::connector)
        .toList();
  }

  /** What was done, for programs. */
  List<Map<String, Object>> documents() {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (TopicPlan.Step step : topicsDone) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("topic", step.topic());
      document.put("action", step.action().name().toLowerCase(Locale.ROOT));
      documents.add(document);
    }
    for (Plan.Step step : done) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("connector", step.connector());
      document.put("action", step.action().name().toLowerCase(Locale.ROOT));
      documents.add(document);
    }
    return documents;
  }
}
