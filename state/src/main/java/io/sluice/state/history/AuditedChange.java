package io.sluice.state.history;

import java.util.function.Supplier;

/**
 * A change of something outside the state, so that no transaction holds it and its entry together:
 * the entry is there first. What nobody can write down is not done.
 *
 * @param action of what then fails there is a second entry, whose action ends with {@code .failed}
 */
public record AuditedChange(
    String who, AuditAction action, String pipeline, String before, String after, String reason) {
  /** Does it. */
  @FunctionalInterface
  public interface Act<E extends Exception> {
    /** Does all of it, or throws. */
    void run() throws E;
  }

  /**
   * Notes it, then does it. What fails has changed nothing.
   *
   * @throws UnnotedException if it cannot be noted; it is not done then
   * @throws E what the act throws; that it could not be noted that it failed is suppressed in it
   */
  public <E extends Exception> void in(Audit audit, Act<E> act) throws E {
    in(audit, act, () -> before);
  }

  /**
   * The same of what may fail half-way.
   *
   * @param left how it is where it failed; empty where nobody knows
   */
  public <E extends Exception> void in(Audit audit, Act<E> act, Supplier<String> left) throws E {
    try {
      audit.add(who, action, pipeline, before, after, reason);
    } catch (RuntimeException unwritten) {
      throw UnnotedException.of(unwritten);
    }
    try {
      act.run();
    } catch (Throwable failure) {
      try {
        audit.add(who, action.failed(), pipeline, after, left.get(), reason);
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }
}
