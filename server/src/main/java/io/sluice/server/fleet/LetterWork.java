package io.sluice.server.fleet;

/**
 * What a job does with letters.
 *
 * @param letters how many are meant
 * @param noted whether it writes its own entries into the audit, with what it does
 * @param steps does it; called once, on the job's thread
 * @param end lets go of what it has; called in any case, behind the steps
 */
record LetterWork(long letters, boolean noted, Steps steps, Runnable end) {
  /** Does it part by part, and tells the task how far it is. */
  @FunctionalInterface
  interface Steps {
    void take(LetterTask task) throws InterruptedException;
  }
}
