package io.sluice.kafka.run;

import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.worker.TaskCalls;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds what does not come back although Connect calls it running: a call of a task, or a connector
 * that does not come up. Invariant 7. For one thread.
 */
final class Hanging {
  /** A call of this length is no sign of health, and is none of a hang yet. */
  private static final Duration BUSY = Duration.ofSeconds(30);

  private final Duration callTimeout;

  /** When a task was started again; a call that began before that is left behind. */
  private final Map<TaskName, Long> restarted = new HashMap<>();

  /** Since when a connector is neither up nor where somebody wanted it. */
  private final Map<String, Long> absent = new HashMap<>();

  private record TaskName(String connector, int task) {}

  /**
   * What hangs.
   *
   * @param reason who, in which call, what was expected and what to do
   * @param restart what may help
   */
  record Found(String reason, Supervision.Restart restart) {}

  /**
   * @param callTimeout how long a call may take
   */
  Hanging(Duration callTimeout) {
    this.callTimeout = callTimeout;
  }

  /** The first task or connector that hangs. */
  Optional<Found> in(RunningConnector connector, Supervision.Calls calls, long now) {
    for (RunningConnector.Task task : connector.tasks()) {
      Optional<TaskCalls.Call> late =
          calls.of(connector.name(), task.id()).filter(call -> isLate(call, now));
      if (late.isPresent()) {
        return Optional.of(
            new Found(
                "connector "
                    + connector.name()
                    + ", task "
                    + task.id()
                    + ", "
                    + late.get().what()
                    + ": expected back within "
                    + seconds(callTimeout)
                    + ", abandoned. If such a call may take longer, raise retry.call_timeout",
                new Supervision.Restart(connector.name(), OptionalInt.of(task.id()), false)));
      }
    }
    return notComing(connector, now);
  }

  /** Whether a call takes long, so that nobody knows yet whether it hangs. */
  boolean isBusy(RunningConnector connector, Supervision.Calls calls) {
    return connector.tasks().stream()
        .flatMap(task -> calls.of(connector.name(), task.id()).stream())
        .anyMatch(call -> call.lasts().compareTo(BUSY) > 0);
  }

  /** Some of a connector is started again: what its tasks hung in does not count any more. */
  void restarted(RunningConnector connector, Supervision.Restart what, long now) {
    for (RunningConnector.Task task : connector.tasks()) {
      boolean meant =
          what.task().isPresent() ? what.task().getAsInt() == task.id() : !task.trace().isEmpty();
      if (what.all() || meant) {
        restarted.put(new TaskName(connector.name(), task.id()), now);
      }
    }
    absent.remove(connector.name());
  }

  private boolean isLate(TaskCalls.Call call, long now) {
    Long again = restarted.get(new TaskName(call.connector(), call.task()));
    return call.lasts().compareTo(callTimeout) > 0
        && (again == null || now - again >= call.lasts().toNanos());
  }

  /** Connect says neither that it runs nor that it failed while its start has not come back. */
  private Optional<Found> notComing(RunningConnector connector, long now) {
    boolean coming =
        connector.state().equals("UNASSIGNED")
            || connector.tasks().stream().anyMatch(task -> task.state().equals("UNASSIGNED"));
    if (!coming) {
      absent.remove(connector.name());
      return Optional.empty();
    }
    long since = absent.computeIfAbsent(connector.name(), name -> now);
    return now - since <= callTimeout.toNanos()
        ? Optional.empty()
        : Optional.of(
            new Found(
                "connector "
                    + connector.name()
                    + ", start: expected to run within "
                    + seconds(callTimeout)
                    + ". If its start may take longer, raise retry.call_timeout",
                new Supervision.Restart(connector.name(), OptionalInt.empty(), true)));
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
