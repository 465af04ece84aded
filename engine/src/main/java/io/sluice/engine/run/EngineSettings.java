package io.sluice.engine.run;

import java.time.Duration;

/**
 * What holds for every pipeline of an engine and is no business of a pipeline file.
 *
 * @param callDeadline how long one call of a plugin may take before it is abandoned (invariant 7)
 * @param firstPause how long to wait before the first retry of what failed; doubles, with jitter
 * @param longestPause what the wait between retries grows to
 * @param restarts how many failures in a row, without a checkpoint between, open the circuit: the
 *     run then fails instead of trying again
 * @param stalledAfter how long nothing may advance while there is something to do before a run is
 *     shown as STALLED
 */
public record EngineSettings(
    Duration callDeadline,
    Duration firstPause,
    Duration longestPause,
    int restarts,
    Duration stalledAfter) {
  /** What a user gets. */
  public static final EngineSettings DEFAULT =
      new EngineSettings(
          Duration.ofMinutes(5),
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          20,
          Duration.ofSeconds(15));
}
