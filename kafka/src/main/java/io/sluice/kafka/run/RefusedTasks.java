package io.sluice.kafka.run;

import io.sluice.kafka.worker.ConnectWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which tasks of one worker are started again since a server did not let them in, with
 * growing pauses: Connect leaves them lying, and reads the secrets again when they are started. All
 * other failures are left to who looks after the cluster. For one thread; touches nothing.
 */
public final class RefusedTasks {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedTasks.class);
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final String worker;
  private final LongSupplier nanos;
  private final Map<ConnectorTaskId, Refusal> refusals = new HashMap<>();

  /** How long to wait, and since when a task that was started again has to prove itself. */
  private record Refusal(Duration pause, long notBefore) {}

  /**
   * @param worker whose tasks, by its {@link ConnectWorker#id}
   * @param nanos a clock that only rises, such as {@link System#nanoTime}
   */
  public RefusedTasks(String worker, LongSupplier nanos) {
    this.worker = worker;
    this.nanos = nanos;
  }

  /**
   * Which are to be started again now.
   *
   * @param tasks all of the group, as they are now
   */
  public List<ConnectorTaskId> due(List<ConnectWorker.TaskState> tasks) {
    Set<ConnectorTaskId> refused = new LinkedHashSet<>();
    for (ConnectWorker.TaskState task : tasks) {
      if (task.state().equals("FAILED")
          && task.worker().equals(worker)
          && RefusedLogin.isTold(task.trace())) {
        refused.add(new ConnectorTaskId(task.connector(), task.number()));
      }
    }
    refusals
        .entrySet()
        .removeIf(each -> !refused.contains(each.getKey()) && isOver(each.getValue()));
    return refused.stream().filter(this::isDue).toList();
  }

  /** One that runs for as long as it would wait next has recovered. */
  private boolean isOver(Refusal refusal) {
    return nanos.getAsLong() - refusal.notBefore() > refusal.pause().toNanos();
  }

  private boolean isDue(ConnectorTaskId task) {
    long now = nanos.getAsLong();
    Refusal known = refusals.get(task);
    if (known == null) {
      LOG.warn(
          "Task {} was refused a login; it is started again in {} s, with its secrets read again",
          task,
          FIRST.toSeconds());
      refusals.put(task, new Refusal(FIRST, now + FIRST.toNanos()));
      return false;
    }
    if (now - known.notBefore() < 0) {
      return false;
    }
    Duration pause = known.pause().multipliedBy(2);
    Duration next = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    refusals.put(task, new Refusal(next, now + next.toNanos()));
    return true;
  }
}
