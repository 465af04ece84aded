package io.sluice.kafka.worker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which task this is. Connect tells a task, a converter or a transform nothing of it, but calls the
 * thread by it that they run on.
 *
 * @param connector the connector's name
 * @param task the task's number
 */
record TaskName(String connector, int task) {
  private static final Pattern THREAD = Pattern.compile("task-thread-(.+)-(\\d+)");

  /** The task whose thread this is; empty on any other. */
  static Optional<TaskName> ofThisThread() {
    Matcher name = THREAD.matcher(Thread.currentThread().getName());
    return name.matches()
        ? Optional.of(new TaskName(name.group(1), Integer.parseInt(name.group(2))))
        : Optional.empty();
  }
}
