package io.sluice.server.fleet;

import io.sluice.server.access.Identity;
import io.sluice.server.operate.LetterJob;
import io.sluice.state.checkpoint.CanonicalJson;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import io.sluice.state.history.AuditedChange;
import io.sluice.state.history.AuditedWork;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the audit log has of jobs with dead letters, before they are done. Thread-safe. */
final class LetterNotes {
  private final Audit audit;

  LetterNotes(Audit audit) {
    this.audit = audit;
  }

  /**
   * A job is about to begin.
   *
   * @throws io.sluice.server.operate.Refusal if that cannot be noted
   */
  void begun(LetterTask task) {
    Refusals.orRefused(
        () -> {
          work(task).begun(audit);
          return task;
        });
  }

  /**
   * What became of the letters.
   *
   * @param brokenOff whether it failed
   */
  void ended(LetterTask task, boolean brokenOff) {
    LetterJob job = task.view();
    Map<String, Object> outcome = new TreeMap<>();
    if (job.kind() == LetterJob.Kind.PURGE) {
      outcome.put("purged", job.done());
    } else {
      outcome.put("replayed", job.done());
      outcome.put("failed_again", job.failedAgain());
    }
    if (task.stopping()) {
      outcome.put("stopped", true);
    }
    String after = CanonicalJson.write(outcome);
    if (brokenOff) {
      work(task).brokenOff(audit, after);
    } else {
      work(task).ended(audit, after);
    }
  }

  private static AuditedWork work(LetterTask task) {
    Map<String, Object> meant = new TreeMap<>();
    meant.put("letters", task.meant());
    task.choice().signature().ifPresent(signature -> meant.put("signature", signature));
    return new AuditedWork(
        task.who(),
        task.kind() == LetterJob.Kind.PURGE
            ? AuditAction.DEAD_LETTERS_PURGE
            : AuditAction.DEAD_LETTERS_REPLAY,
        task.pipeline(),
        CanonicalJson.write(meant),
        task.reason());
  }

  /**
   * Somebody has a job stopped.
   *
   * @param before how it is
   * @param stop has it stop
   * @throws io.sluice.server.operate.Refusal if it cannot be noted
   */
  void stop(Identity who, LetterJob before, Runnable stop) {
    AuditedChange change =
        new AuditedChange(
            who.name(),
            AuditAction.DEAD_LETTERS_JOB_STOP,
            before.pipeline(),
            CanonicalJson.write(
                Map.of(
                    "job", before.id(), "state", before.state().name().toLowerCase(Locale.ROOT))),
            CanonicalJson.write(Map.of("stopping", !before.state().ended(), "done", before.done())),
            "");
    Refusals.orRefused(
        () -> {
          change.in(audit, stop::run);
          return before;
        });
  }
}
