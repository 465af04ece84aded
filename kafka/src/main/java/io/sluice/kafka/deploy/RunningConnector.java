package io.sluice.kafka.deploy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A connector as a cluster has it.
 *
 * @param name its name
 * @param type {@code source} or {@code sink}, {@code unknown} while the cluster cannot say
 * @param config its settings as they were sent, references to secrets in place
 * @param state Connect's word, such as {@code RUNNING}, {@code PAUSED}, {@code STOPPED}
 * @param worker where it runs; empty when it does not
 * @param trace why it failed, empty when it did not
 * @param tasks its tasks
 */
public record RunningConnector(
    String name,
    String type,
    Map<String, String> config,
    String state,
    String worker,
    String trace,
    List<Task> tasks) {
  public RunningConnector {
    config = Collections.unmodifiableMap(new TreeMap<>(config));
    tasks = List.copyOf(tasks);
  }

  /**
   * One of its tasks.
   *
   * @param id counted from 0
   * @param state Connect's word
   * @param worker where it runs
   * @param trace why it failed, empty when it did not
   */
  public record Task(int id, String state, String worker, String trace) {
    /** Why it failed, with its causes in a line; empty when it did not. */
    public String failure() {
      return trace.isEmpty() ? "" : Causes.line(trace);
    }
  }

  /** Why the connector itself failed, whatever its tasks do; empty when it did not. */
  public String ownFailure() {
    return trace.isEmpty() ? "" : Causes.line(trace);
  }

  /** Whether it or one of its tasks failed. */
  public boolean hasFailed() {
    return state.equals("FAILED") || tasks.stream().anyMatch(task -> task.state().equals("FAILED"));
  }

  /** Whether it and its tasks run, or are as somebody wanted them: paused or stopped. */
  public boolean isSettled() {
    return switch (state) {
      case "RUNNING" ->
          !tasks.isEmpty() && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
      case "PAUSED", "STOPPED" -> true;
      default -> false;
    };
  }

  /** The first failure with its causes in a line, empty when nothing failed. */
  public String failure() {
    return Stream.concat(Stream.of(ownFailure()), tasks.stream().map(Task::failure))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }
}
