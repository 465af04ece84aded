package io.sluice.kafka.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Says which task went from which worker to which, and why, from one look at them to the next.
 * Connect itself says that its group rebalances, not what comes of it. For one thread.
 */
public final class Moves {
  private final Predicate<String> answers;
  private Map<String, String> before = new TreeMap<>();
  private Set<String> known = Set.of();
  private boolean looked;

  /**
   * A task that a worker runs.
   *
   * @param connector the connector's name
   * @param number the task's
   * @param worker host and port of the worker that has it, as workers name each other
   */
  public record Task(String connector, int number, String worker) {
    private String name() {
      return connector + " task " + number;
    }
  }

  /**
   * @param answers whether somebody listens at a worker's address
   */
  public Moves(Predicate<String> answers) {
    this.answers = answers;
  }

  /**
   * Compares with the last look.
   *
   * @param tasks those that run
   * @return a line for each task that began, or went elsewhere; none at the first look
   */
  public List<String> look(Collection<Task> tasks) {
    Map<String, String> now = new TreeMap<>(before);
    Set<String> workers = new HashSet<>();
    List<String> lines = new ArrayList<>();
    Map<String, String> reasons = new TreeMap<>();
    for (Task task : tasks) {
      workers.add(task.worker());
      String from = now.put(task.name(), task.worker());
      if (looked && from == null) {
        lines.add(task.name() + ": on " + task.worker());
      } else if (from != null && !from.equals(task.worker())) {
        String to = task.worker();
        String why = reasons.computeIfAbsent(from + " " + to, pair -> why(from, to));
        lines.add(task.name() + ": " + from + " -> " + to + " (" + why + ")");
      }
    }
    before = now;
    known = workers;
    looked = true;
    return lines;
  }

  /** Forgets the tasks of connectors that are gone: one that comes again begins. */
  public void keep(Set<String> connectors) {
    before.keySet().removeIf(name -> !connectors.contains(name.replaceFirst(" task \\d+$", "")));
  }

  private String why(String from, String to) {
    if (!answers.test(from)) {
      return "worker " + from + " left";
    }
    return known.contains(to) ? "tasks were spread anew" : "worker " + to + " joined";
  }
}
