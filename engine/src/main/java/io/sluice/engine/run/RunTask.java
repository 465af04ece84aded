package io.sluice.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One task of a run, as people name it: {@code source-0}, or {@code sink-copy-0} of sink {@code
 * copy}.
 *
 * @param sink name of the sink whose task it is; empty for a task of the source
 * @param number from 0
 */
public record RunTask(Optional<String> sink, int number) {
  private static final String SOURCE = "source-";
  private static final String SINK = "sink-";
  private static final Pattern NAME =
      Pattern.compile("source-(?<of>\\d{1,6})|sink-(?<sink>.+)-(?<number>\\d{1,6})");

  /** By its name; empty if that is the name of no task. */
  public static Optional<RunTask> named(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Optional<String> sink = Optional.ofNullable(parts.group("sink"));
    String number = parts.group(sink.isPresent() ? "number" : "of");
    return Optional.of(new RunTask(sink, Integer.parseInt(number)));
  }

  /** All that a run has at that moment, those of the source first. */
  public static List<RunTask> of(RunStatus status) {
    List<RunTask> tasks = new ArrayList<>();
    status.sourceTasks().forEach(task -> tasks.add(new RunTask(Optional.empty(), task.task())));
    status
        .sinks()
        .forEach(
            sink ->
                sink.tasks()
                    .forEach(
                        task -> tasks.add(new RunTask(Optional.of(sink.name()), task.task()))));
    return tasks;
  }

  /** How it stands in a run; empty if that has no such task. */
  public Optional<RunState> stateIn(RunStatus status) {
    return sink.isEmpty()
        ? status.sourceTasks().stream()
            .filter(task -> task.task() == number)
            .map(RunStatus.SourceTaskStatus::state)
            .findFirst()
        : status.sinks().stream()
            .filter(one -> one.name().equals(sink.get()))
            .flatMap(one -> one.tasks().stream())
            .filter(task -> task.task() == number)
            .map(RunStatus.SinkTaskStatus::state)
            .findFirst();
  }

  /** The name by which {@link #named} finds it. */
  public String name() {
    return sink.map(one -> SINK + one + "-").orElse(SOURCE) + number;
  }

  @Override
  public String toString() {
    return name();
  }
}
