package io.sluice.kafka.run;

import io.sluice.kafka.worker.ConnectWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts again what a server did not let in, on one worker and with growing pauses: Connect leaves
 * it lying, and reads the secrets again when it is started. All other failures are left to who
 * looks after the cluster. For one thread.
 */
public final class RefusedTasks {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedTasks.class);
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ConnectWorker worker;
  private final LongSupplier nanos;
  private final Map<ConnectorTaskId, Refusal> refusals = new HashMap<>();

  /** How long to wait, and since when a task that was started again has to prove itself. */
  private record Refusal(Duration pause, long notBefore) {}

  /**
   * @param nanos a clock that only rises, such as {@link System#nanoTime}
   */
  public RefusedTasks(ConnectWorker worker, LongSupplier nanos) {
    this.worker = worker;
    this.nanos = nanos;
  }

  /** Looks at the worker's tasks, and starts those that are due. */
  public void look() {
    Set<ConnectorTaskId> refused = new HashSet<>();
    for (ConnectWorker.TaskState task : worker.tasks()) {
      if (task.state().equals("FAILED")
          && task.worker().equals(worker.id())
          && RefusedLogin.isTold(task.trace())) {
        refused.add(new ConnectorTaskId(task.connector(), task.number()));
      }
    }
    refusals
        .entrySet()
        .removeIf(each -> !refused.contains(each.getKey()) && isOver(each.getValue()));
    refused.forEach(this::judge);
  }

  /** One that runs for as long as it would wait next has recovered. */
  private boolean isOver(Refusal refusal) {
    return nanos.getAsLong() - refusal.notBefore() > refusal.pause().toNanos();
  }

  private void judge(ConnectorTaskId task) {
    long now = nanos.getAsLong();
    Refusal known = refusals.get(task);
    if (known == null) {
      LOG.warn(
          "Task {} was refused a login; it is started again in {} s, with its secrets read again",
          task,
          FIRST.toSeconds());
      refusals.put(task, new Refusal(FIRST, now + FIRST.toNanos()));
    } else if (now - known.notBefore() >= 0) {
      Duration pause = known.pause().multipliedBy(2);
      Duration next = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
      refusals.put(task, new Refusal(next, now + next.toNanos()));
      worker
          .herder()
          .restartTask(
              task,
              (error, done) -> {
                if (error != null) {
                  LOG.warn("Task {} could not be started again", task, error);
                }
              });
    }
  }
}
