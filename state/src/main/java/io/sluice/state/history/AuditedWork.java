package io.sluice.state.history;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work outside the state that is done part by part, so that only its end tells how much: there is
 * an entry when it begins, without which it does not, and one of what became of it.
 *
 * @param action of what breaks off the second entry's ends with {@code .failed}
 * @param meant what it is to be done with, JSON or empty
 */
public record AuditedWork(
    String who, AuditAction action, String pipeline, String meant, String reason) {
  private static final Logger log = LoggerFactory.getLogger(AuditedWork.class);
  private static final String BEGUN = "{\"begun\":true}";

  /**
   * Notes it, does it, and notes what became of it.
   *
   * @param outcome how much is done, JSON; asked at its end, also where it broke off
   * @throws UnnotedException if it cannot be noted; it is not begun then
   * @throws E what the act throws
   */
  public <E extends Exception> void in(
      Audit audit, AuditedChange.Act<E> act, Supplier<String> outcome) throws E {
    begun(audit);
    try {
      act.run();
    } catch (Throwable failure) {
      brokenOff(audit, outcome.get());
      throw failure;
    }
    ended(audit, outcome.get());
  }

  /**
   * It is about to begin, for whoever does it elsewhere.
   *
   * @throws UnnotedException if that cannot be noted
   */
  public void begun(Audit audit) {
    try {
      audit.add(who, action, pipeline, meant, BEGUN, reason);
    } catch (RuntimeException unwritten) {
      throw UnnotedException.of(unwritten);
    }
  }

  /** It has ended. Cannot fail: it is done, and that it was begun is noted. */
  public void ended(Audit audit, String outcome) {
    note(audit, action.word(), outcome);
  }

  /** It broke off. Cannot fail either. */
  public void brokenOff(Audit audit, String outcome) {
    note(audit, action.failed(), outcome);
  }

  private void note(Audit audit, String what, String outcome) {
    try {
      audit.add(who, what, pipeline, meant, outcome, reason);
    } catch (RuntimeException unwritten) {
      log.error("The audit log has no {} of {}: {}", what, pipeline, outcome, unwritten);
    }
  }
}
