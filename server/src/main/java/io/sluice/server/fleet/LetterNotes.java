package io.sluice.server.fleet;

import io.sluice.server.access.Identity;
import io.sluice.server.operate.LetterJob;
import io.sluice.state.StateDatabase;
import io.sluice.state.checkpoint.CanonicalJson;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the audit log has of what people do with dead letters. Thread-safe. */
final class LetterNotes {
  private static final Logger log = LoggerFactory.getLogger(LetterNotes.class);

  private final StateDatabase state;

  LetterNotes(StateDatabase state) {
    this.state = state;
  }

  /** It takes its time, and the process may end before it does. */
  void begun(LetterTask task) {
    note(task, Map.of("begun", true));
  }

  /** What became of the letters. */
  void ended(LetterTask task, boolean brokenOff) {
    LetterJob job = task.view();
    Map<String, Object> outcome = new TreeMap<>();
    outcome.put("replayed", job.done());
    outcome.put("failed_again", job.failedAgain());
    if (brokenOff) {
      outcome.put("broken_off", true);
    }
    note(task, outcome);
  }

  /**
   * Something else that somebody did.
   *
   * @param after empty where there is nothing to tell
   * @throws io.sluice.server.operate.Refusal if it cannot be written
   */
  void done(
      Identity who,
      String action,
      String pipeline,
      Map<String, Object> before,
      Map<String, Object> after,
      String reason) {
    Refusals.orRefused(
        () -> {
          state
              .audit()
              .add(
                  who.name(),
                  action,
                  pipeline,
                  CanonicalJson.write(before),
                  after.isEmpty() ? "" : CanonicalJson.write(after),
                  reason);
          return after;
        });
  }

  private void note(LetterTask task, Map<String, Object> after) {
    Map<String, Object> before = new TreeMap<>();
    before.put("letters", task.meant());
    task.choice().signature().ifPresent(signature -> before.put("signature", signature));
    try {
      state
          .audit()
          .add(
              task.who(),
              "dead_letters.replay",
              task.pipeline(),
              CanonicalJson.write(before),
              CanonicalJson.write(after),
              task.reason());
    } catch (RuntimeException away) {
      log.error("A replay of dead letters of {} is not in the audit log", task.pipeline(), away);
    }
  }
}
