package io.sluice.kafka.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of this worker are in, and since when. Connect shows a task that hangs in a call
 * as running; the call tells. Safe for use by several threads.
 */
public final class TaskCalls {
  private final LongSupplier nanos;
  private final Map<TaskName, Watch> watches = new ConcurrentHashMap<>();

  /**
   * A call of a task that has not come back.
   *
   * @param connector the connector's name
   * @param task the task's number
   * @param what the call, such as {@code put}
   * @param lasts for how long it has been under way
   */
  public record Call(String connector, int task, String what, Duration lasts) {}

  /**
   * @param nanos a clock that only rises, such as {@link System#nanoTime}
   */
  public TaskCalls(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The call that a task is in; empty when it is in none, or not on this worker. */
  public Optional<Call> of(String connector, int task) {
    Watch watch = watches.get(new TaskName(connector, task));
    return watch == null ? Optional.empty() : watch.call();
  }

  /** All calls under way. */
  public List<Call> all() {
    return watches.values().stream().flatMap(watch -> watch.call().stream()).toList();
  }

  /** For a task that has not been called yet. */
  Watch watch() {
    return new Watch();
  }

  /**
   * The calls of one task; those that Connect makes at the same time one by one. Begins with the
   * first of them, on whose thread the task's name is. One of the same name that was left behind,
   * since it hung, is watched no more.
   */
  final class Watch {
    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private volatile boolean begun;
    private volatile @Nullable TaskName key;

    private Watch() {}

    private void begin() {
      begun = true;
      TaskName.ofThisThread()
          .ifPresent(
              task -> {
                key = task;
                watches.put(task, this);
              });
    }

    /** A call begins; it ends when what this gives is closed. */
    Scope enter(String what) {
      if (!begun) {
        begin();
      }
      since.put(what, nanos.getAsLong());
      return () -> since.remove(what);
    }

    /** The task is over. */
    void end() {
      TaskName task = key;
      if (task != null) {
        watches.remove(task, this);
      }
    }

    /** The one that has lasted for longest. */
    private Optional<Call> call() {
      TaskName task = key;
      if (task == null) {
        return Optional.empty();
      }
      long now = nanos.getAsLong();
      return since.entrySet().stream()
          .max(Map.Entry.comparingByValue((a, b) -> Long.signum(b - a)))
          .map(
              call ->
                  new Call(
                      task.connector(),
                      task.task(),
                      call.getKey(),
                      Duration.ofNanos(Math.max(0, now - call.getValue()))));
    }
  }

  /** The time that a call takes. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
