package io.sluice.kafka.worker;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which connectors may move records now. Tasks of one that may not stand still where they are, as
 * long as that lasts: nothing is polled, put or committed, and nothing of theirs ends. Safe for use
 * by several threads.
 */
public final class TaskGate {
  /** How soon a task that stands still sees that it may go on. */
  private static final long GLANCE_MILLIS = 50;

  private final Map<String, BooleanSupplier> permits = new ConcurrentHashMap<>();

  TaskGate() {}

  /**
   * From now on tasks of these connectors move records only while this answers true.
   *
   * @param permit asked before each call of a task, by its thread: it asks nobody itself
   */
  public void require(Collection<String> connectors, BooleanSupplier permit) {
    connectors.forEach(connector -> permits.put(connector, permit));
  }

  /** Nothing is asked for any more, unless somebody else has asked for it since. */
  public void release(Collection<String> connectors, BooleanSupplier permit) {
    connectors.forEach(connector -> permits.remove(connector, permit));
  }

  /** For a task that has not been called yet. */
  Pass pass() {
    return new Pass();
  }

  /** What one task asks, whose name is on the thread that calls it. */
  final class Pass {
    private volatile @Nullable TaskName task;

    private Pass() {}

    /** Whether the task may move records. */
    boolean isOpen() {
      TaskName known = task;
      if (known == null) {
        Optional<TaskName> here = TaskName.ofThisThread();
        if (here.isEmpty()) {
          return true;
        }
        known = here.get();
        task = known;
      }
      BooleanSupplier permit = permits.get(known.connector());
      return permit == null || permit.getAsBoolean();
    }

    /**
     * The same, waited for.
     *
     * @param glances how often at most it is looked
     */
    boolean awaitOpen(int glances) throws InterruptedException {
      for (int i = 0; i < glances; i++) {
        if (isOpen()) {
          return true;
        }
        Thread.sleep(GLANCE_MILLIS);
      }
      return isOpen();
    }
  }
}
