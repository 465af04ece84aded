package io.sluice.kafka.deploy;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What would have to happen on a cluster for it to have the connectors of a project. Pure: made of
 * what the files say and what the cluster has. Connectors of others are never part of it.
 *
 * @param steps what is removed first, then what is made or changed, then what stays
 * @param problems connectors that cannot be made, because their names are taken
 */
public record Plan(List<Step> steps, List<Problem> problems) {
  /** What happens to a connector. */
  public enum Action {
    /** It belongs to the project and no pipeline file says it any more. */
    REMOVE,
    /** There is none yet. */
    CREATE,
    /** There is one with other settings. */
    CHANGE,
    /** It is as it should be. */
    KEEP
  }

  /**
   * What happens to one connector.
   *
   * @param connector its name
   * @param pipeline the pipeline that it belongs to
   * @param keys what becomes other, by setting
   * @param desired what it shall be; empty when it is removed
   */
  public record Step(
      Action action,
      String connector,
      String pipeline,
      List<KeyChange> keys,
      Optional<Connector> desired) {
    public Step {
      keys = List.copyOf(keys);
    }
  }

  /**
   * One setting, before and after.
   *
   * @param before null when it is new
   * @param after null when it is dropped
   */
  public record KeyChange(String key, @Nullable String before, @Nullable String after) {}

  public Plan {
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
  }

  /**
   * Holds what shall be against what there is.
   *
   * @param project the project's name
   * @param desired the connectors of all pipelines that are deployed
   * @param actual every connector that the cluster has
   * @param whole whether {@code desired} is the whole project, so that a pipeline of it that is not
   *     among them is gone, and another one may have its connectors; else only what pipelines among
   *     them do not say any more is removed
   */
  public static Plan of(
      String project,
      List<Connector> desired,
      Map<String, RunningConnector> actual,
      boolean whole) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Connector> wanted = new TreeMap<>();
    for (Connector each : desired) {
      Connector other = wanted.putIfAbsent(each.name(), each);
      if (other != null) {
        problems.add(taken(each, "pipeline " + other.pipeline() + " of this project"));
      }
    }
    List<Step> changes = new ArrayList<>();
    List<Step> kept = new ArrayList<>();
    for (Connector each : wanted.values()) {
      RunningConnector there = actual.get(each.name());
      if (there == null) {
        changes.add(step(Action.CREATE, each, differences(Map.of(), each.config())));
      } else if (!Marks.isOf(project, there.config())) {
        problems.add(taken(each, owner(there)));
      } else if (!whole && !Marks.isOf(project, each.pipeline(), there.config())) {
        problems.add(
            taken(
                each,
                "pipeline " + Marks.pipeline(there.config()).orElse("") + " of this project"));
      } else {
        List<KeyChange> differences = differences(there.config(), each.config());
        if (differences.isEmpty()) {
          kept.add(step(Action.KEEP, each, differences));
        } else {
          changes.add(step(Action.CHANGE, each, differences));
        }
      }
    }
    List<Step> steps = new ArrayList<>(removed(project, wanted, actual, whole));
    steps.addAll(changes);
    steps.addAll(kept);
    return new Plan(steps, problems);
  }

  /** Those that something happens to. */
  public List<Step> changes() {
    return steps.stream().filter(step -> step.action() != Action.KEEP).toList();
  }

  /** Those with this action. */
  public List<Step> of(Action action) {
    return steps.stream().filter(step -> step.action() == action).toList();
  }

  private static List<Step> removed(
      String project,
      Map<String, Connector> wanted,
      Map<String, RunningConnector> actual,
      boolean whole) {
    Set<String> pipelines = new LinkedHashSet<>();
    wanted.values().forEach(each -> pipelines.add(each.pipeline()));
    List<Step> removed = new ArrayList<>();
    for (RunningConnector there : new TreeMap<>(actual).values()) {
      String pipeline = Marks.pipeline(there.config()).orElse("");
      boolean gone =
          Marks.isOf(project, there.config())
              && !wanted.containsKey(there.name())
              && (whole || pipelines.contains(pipeline));
      if (gone) {
        removed.add(new Step(Action.REMOVE, there.name(), pipeline, List.of(), Optional.empty()));
      }
    }
    return removed;
  }

  private static Step step(Action action, Connector each, List<KeyChange> keys) {
    return new Step(action, each.name(), each.pipeline(), keys, Optional.of(each));
  }

  private static List<KeyChange> differences(
      Map<String, String> before, Map<String, String> after) {
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<KeyChange> changes = new ArrayList<>();
    for (String key : keys) {
      String old = new HashMap<>(before).get(key);
      String now = new HashMap<>(after).get(key);
      if (old == null || !old.equals(now)) {
        changes.add(new KeyChange(key, old, now));
      }
    }
    return changes;
  }

  private static String owner(RunningConnector there) {
    return Marks.project(there.config())
        .map(project -> "project " + project)
        .orElse("somebody else: it was not made from a pipeline file");
  }

  private static Problem taken(Connector each, String owner) {
    Place place = each.place();
    return Problem.error(
        place,
        "connector "
            + each.name()
            + " of this pipeline cannot be made, its name belongs to "
            + owner,
        "Rename the pipeline or the sink, or remove that connector yourself");
  }
}
