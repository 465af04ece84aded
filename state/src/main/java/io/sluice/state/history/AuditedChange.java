package io.sluice.state.history;

/**
 * A change of something outside the state, so that no transaction holds it and its entry together:
 * the entry is there first. What nobody can write down is not done.
 *
 * @param action as in {@link Audit.Entry}; of what then fails there is a second entry, whose action
 *     ends with {@value #FAILED}
 */
public record AuditedChange(
    String who, String action, String pipeline, String before, String after, String reason) {
  static final String FAILED = ".failed";

  /** Does it. */
  @FunctionalInterface
  public interface Act<E extends Exception> {
    /** Does all of it, or throws. */
    void run() throws E;
  }

  /**
   * Notes it, then does it.
   *
   * @throws E what the act throws; that it could not be noted that it failed is suppressed in it
   */
  public <E extends Exception> void in(Audit audit, Act<E> act) throws E {
    audit.add(who, action, pipeline, before, after, reason);
    try {
      act.run();
    } catch (Throwable failure) {
      noteFailure(audit, failure);
      throw failure;
    }
  }

  private void noteFailure(Audit audit, Throwable failure) {
    try {
      audit.add(who, action + FAILED, pipeline, after, before, reason);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
