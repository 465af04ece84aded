package io.sluice.server.fleet;

import io.sluice.engine.run.ReplayOutcome;
import io.sluice.server.fleet.LetterTask.Order;
import io.sluice.server.operate.LetterJob.Kind;
import io.sluice.state.StateDatabase;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.deadletter.ReplayParts;
import java.util.List;

/** What jobs do with letters that are kept in the state. Thread-safe. */
final class StateLetters {
  /** Sends letters through the pipeline as it is now. */
  @FunctionalInterface
  interface Replaying {
    ReplayOutcome replay(String pipeline, List<Long> letters, String who)
        throws InterruptedException;
  }

  private final StateDatabase state;
  private final Replaying replaying;
  private final LetterNotes notes;

  StateLetters(StateDatabase state, Replaying replaying, LetterNotes notes) {
    this.state = state;
    this.replaying = replaying;
    this.notes = notes;
  }

  /** What is done for whoever asked. */
  LetterWork work(Order order) {
    DeadLetters letters = state.deadLetters();
    DeadLetters.Filter filter = order.choice().filter(order.pipeline());
    if (order.kind() == Kind.PURGE) {
      return new LetterWork(letters.count(filter), task -> purge(task, filter), () -> {});
    }
    ReplayParts parts = new ReplayParts(letters, filter);
    return new LetterWork(parts.count(), task -> replay(task, parts), () -> {});
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
    if (parts.several()) {
      notes.begun(task);
    }
    while (!task.stopping()) {
      List<Long> part = parts.next();
      if (part.isEmpty()) {
        return;
      }
      ReplayOutcome outcome = replaying.replay(task.pipeline(), part, task.who());
      task.add(outcome.replayed().size(), outcome.failedAgain().size());
    }
  }
}
