package io.sluice.server.fleet;

import io.sluice.engine.run.ReplayOutcome;
import io.sluice.server.fleet.LetterTask.Order;
import io.sluice.server.operate.LetterJob.Kind;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.deadletter.ReplayParts;
import java.util.List;
import java.util.function.Consumer;

/** What jobs do with letters that are kept in the state. Thread-safe. */
final class StateLetters {
  /** Sends letters through the pipeline as it is now. */
  @FunctionalInterface
  interface Replaying {
    /**
     * @param settled told at the end what became of them, also where it breaks off
     */
    void replay(String pipeline, List<Long> letters, String who, Consumer<ReplayOutcome> settled)
        throws InterruptedException;
  }

  private final StateDatabase state;
  private final Replaying replaying;

  StateLetters(StateDatabase state, Replaying replaying) {
    this.state = state;
    this.replaying = replaying;
  }

  /** What is done for whoever asked. */
  LetterWork work(Order order) {
    DeadLetters letters = state.deadLetters();
    DeadLetters.Filter filter = order.choice().filter(order.pipeline());
    if (order.kind() == Kind.PURGE) {
      // Each part of a purge has its entry in the audit in its own transaction.
      return new LetterWork(letters.count(filter), true, task -> purge(task, filter), () -> {});
    }
    ReplayParts parts = new ReplayParts(letters, filter);
    return new LetterWork(parts.count(), false, task -> replay(task, parts), () -> {});
  }

  private void purge(LetterTask task, DeadLetters.Filter filter) {
    long[] told = {0};
    long purged =
        state
            .deadLetters()
            .purge(
                filter,
                task.who(),
                task.reason(),
                so -> {
                  task.add(so - told[0], 0);
                  told[0] = so;
                  return !task.stopping();
                });
    task.add(purged - told[0], 0);
  }

  private void replay(LetterTask task, ReplayParts parts) throws InterruptedException {
    while (!task.stopping()) {
      List<Long> part = parts.next();
      if (part.isEmpty()) {
        return;
      }
      replaying.replay(
          task.pipeline(),
          part,
          task.who(),
          settled -> task.add(settled.replayed().size(), settled.failedAgain().size()));
    }
  }
}
