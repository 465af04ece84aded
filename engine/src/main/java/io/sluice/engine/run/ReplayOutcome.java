package io.sluice.engine.run;

import java.util.List;

/**
 * What became of dead letters that were sent through the pipeline again.
 *
 * @param replayed ids of those that reached every sink, or were dropped by a filter
 * @param failedAgain ids of those that failed once more; they stay open, with one attempt more
 */
public record ReplayOutcome(List<Long> replayed, List<Long> failedAgain) {
  public ReplayOutcome {
    replayed = List.copyOf(replayed);
    failedAgain = List.copyOf(failedAgain);
  }
}
