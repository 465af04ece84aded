package io.sluice.kafka.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What tasks of this worker try again and again. Connect asks a converter again that says that it
 * cannot now, for as long as {@code errors.retry.timeout} is, shows the task as running and writes
 * no word of it. Safe for use by several threads.
 */
public final class TaskWaits {
  private final Map<Key, String> waits = new ConcurrentHashMap<>();

  private record Key(TaskName task, String what) {}

  /**
   * Something that a task waits for.
   *
   * @param connector the connector's name
   * @param task the task's number
   * @param why what was tried, and what was wrong the last time; secrets not yet taken out
   */
  public record Wait(String connector, int task, String why) {}

  /** All that is waited for now. */
  public List<Wait> all() {
    return waits.entrySet().stream()
        .map(
            each ->
                new Wait(
                    each.getKey().task().connector(),
                    each.getKey().task().task(),
                    each.getKey().what() + ": " + each.getValue()))
        .toList();
  }

  /** It could not be done, and will be tried again. */
  void failed(TaskName task, String what, String why) {
    waits.put(new Key(task, what), why);
  }

  /** It was done, or will not be tried any more. */
  void over(TaskName task, String what) {
    waits.remove(new Key(task, what));
  }
}
