package io.sluice.kafka.topic;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.kafka.TopicSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What would have to happen on the brokers for topics to be as pipelines ask. Pure.
 *
 * @param steps what is made, then what is changed, then what stays
 * @param problems warnings: what Kafka does not do, and what a change brings about
 */
public record TopicPlan(List<Step> steps, List<Problem> problems) {
  /** Nothing is asked for, or nobody can be asked. */
  public static final TopicPlan NONE = new TopicPlan(List.of(), List.of());

  /** What happens to a topic. */
  public enum Action {
    /** There is none. */
    CREATE,
    /** It has other settings, or fewer partitions. */
    CHANGE,
    /** It is as it should be. */
    KEEP
  }

  /**
   * What happens to one topic.
   *
   * @param demand who asks for it
   * @param changes what becomes other, by setting; {@code partitions} among them
   */
  public record Step(Action action, String topic, TopicDemand demand, List<Change> changes) {
    public Step {
      changes = List.copyOf(changes);
    }

    /** Whether it gets partitions, which cannot be taken back. */
    public boolean grows() {
      return action == Action.CHANGE
          && changes.stream().anyMatch(change -> change.key().equals(TopicSpec.PARTITIONS));
    }
  }

  /**
   * One setting.
   *
   * @param before null where there is no topic yet
   * @param after null for the broker's own
   */
  public record Change(String key, @Nullable String before, @Nullable String after) {}

  public TopicPlan {
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
  }

  /**
   * Holds what is asked for against what there is.
   *
   * @param demands of all pipelines
   * @param actual every topic that a demand covers and that is there
   * @param formerly by pipeline, the settings that it asked for when it was deployed last: what it
   *     says no more goes back to the broker's own
   */
  public static TopicPlan of(
      List<TopicDemand> demands,
      Map<String, TopicState> actual,
      Map<String, Set<String>> formerly) {
    Map<String, Step> steps = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    for (TopicDemand demand : demands) {
      List<String> there = new TreeMap<>(actual).keySet().stream().filter(demand::covers).toList();
      for (String topic : there) {
        TopicState state = actual.getOrDefault(topic, new TopicState(0, 0, Map.of(), Set.of()));
        Set<String> dropped = new TreeSet<>(formerly.getOrDefault(demand.pipeline(), Set.of()));
        Step step = changed(demand, topic, state, dropped, problems);
        // Where two say something of one topic, the first who has something to change does it.
        steps.merge(topic, step, (one, other) -> one.action() == Action.KEEP ? other : one);
      }
      if (there.isEmpty() && demand.kind() != TopicDemand.Kind.PREFIXED) {
        steps.putIfAbsent(demand.name(), created(demand));
      }
    }
    return new TopicPlan(
        Stream.of(Action.values())
            .flatMap(action -> steps.values().stream().filter(step -> step.action() == action))
            .toList(),
        problems);
  }

  /** Those that something happens to. */
  public List<Step> changes() {
    return steps.stream().filter(step -> step.action() != Action.KEEP).toList();
  }

  /** Topics that get partitions, which cannot be taken back. */
  public List<String> grown() {
    return steps.stream().filter(Step::grows).map(Step::topic).toList();
  }

  private static Step created(TopicDemand demand) {
    List<Change> changes = new ArrayList<>();
    demand
        .settings()
        .forEach(
            (key, value) -> {
              if (!isBrokers(key, value)) {
                changes.add(new Change(key, null, value));
              }
            });
    return new Step(Action.CREATE, demand.name(), demand, changes);
  }

  private static Step changed(
      TopicDemand demand,
      String topic,
      TopicState state,
      Set<String> dropped,
      List<Problem> problems) {
    List<Change> changes = new ArrayList<>();
    if (demand.kind() != TopicDemand.Kind.MADE_ONCE) {
      demand
          .settings()
          .forEach(
              (key, value) -> {
                if (key.equals(TopicSpec.PARTITIONS)) {
                  partitions(demand, topic, state, value, changes, problems);
                } else if (key.equals(TopicSpec.REPLICATION_FACTOR)) {
                  replicas(demand, topic, state, value, problems);
                } else if (!isSame(state.settings().get(key), value)) {
                  changes.add(new Change(key, state.settings().get(key), value));
                }
              });
      dropped.removeAll(demand.settings().keySet());
      dropped.retainAll(state.own());
      dropped.forEach(key -> changes.add(new Change(key, state.settings().get(key), null)));
    }
    return new Step(changes.isEmpty() ? Action.KEEP : Action.CHANGE, topic, demand, changes);
  }

  private static void partitions(
      TopicDemand demand,
      String topic,
      TopicState state,
      String value,
      List<Change> changes,
      List<Problem> problems) {
    int wanted = Integer.parseInt(value);
    if (wanted > state.partitions()) {
      changes.add(new Change(TopicSpec.PARTITIONS, String.valueOf(state.partitions()), value));
      problems.add(
          Problem.warning(
              demand.place(),
              "topic "
                  + topic
                  + " grows from "
                  + state.partitions()
                  + " to "
                  + wanted
                  + " partitions: from then on keys go to other partitions than their earlier"
                  + " records, so that a sink with several tasks may write an older state of a row"
                  + " over a newer one",
              "Let the sinks come to the end of the topic first, with the source stopped; it cannot"
                  + " be taken back"));
    } else if (wanted > 0 && wanted < state.partitions()) {
      problems.add(
          Problem.warning(
              demand.place(),
              "topic "
                  + topic
                  + " has "
                  + state.partitions()
                  + " partitions, of which Kafka takes none away: it keeps them",
              "Say partitions: " + state.partitions() + ", or name another topic"));
    }
  }

  private static void replicas(
      TopicDemand demand, String topic, TopicState state, String value, List<Problem> problems) {
    if (!isBrokers(TopicSpec.REPLICATION_FACTOR, value)
        && Integer.parseInt(value) != state.replicationFactor()) {
      problems.add(
          Problem.warning(
              demand.place(),
              "topic "
                  + topic
                  + " has "
                  + state.replicationFactor()
                  + " replicas instead of "
                  + value
                  + ": which brokers keep them is not decided here",
              "Move them with kafka-reassign-partitions"));
    }
  }

  private static boolean isBrokers(String key, String value) {
    boolean count = key.equals(TopicSpec.PARTITIONS) || key.equals(TopicSpec.REPLICATION_FACTOR);
    return count && value.equals("-1");
  }

  /** Kafka shows values as it understood them: {@code 0.50} as {@code 0.5}. */
  private static boolean isSame(@Nullable String actual, String wanted) {
    if (actual == null) {
      return false;
    }
    if (actual.strip().equalsIgnoreCase(wanted.strip())) {
      return true;
    }
    try {
      return new BigDecimal(actual.strip()).compareTo(new BigDecimal(wanted.strip())) == 0;
    } catch (NumberFormatException e) {
      return elements(actual).equals(elements(wanted));
    }
  }

  private static Set<String> elements(String list) {
    return new TreeSet<>(List.of(list.strip().split("\\s*,\\s*", -1)));
  }
}
