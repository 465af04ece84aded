package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How failures that may pass are met: the same call again after a growing pause, then the task
 * restarted, then the pipeline stopped.
 *
 * @param backoff the first pause; each further one is twice as long, with jitter
 * @param maxBackoff the longest pause
 * @param retryFor how long one call is repeated before its task is restarted
 * @param maxRestarts how many restarts without progress in between are tried before the pipeline
 *     stops
 * @param callTimeout how long a plugin's call may take before it is abandoned as hanging (invariant
 *     7)
 * @param stopTimeout how long a pipeline may take to stop cleanly
 */
public record RetryPolicy(
    Duration backoff,
    Duration maxBackoff,
    Duration retryFor,
    int maxRestarts,
    Duration callTimeout,
    Duration stopTimeout) {
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofMillis(500),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          10,
          Duration.ofMinutes(5),
          Duration.ofSeconds(30));

  public RetryPolicy {
    requireNonNull(backoff, "backoff is null");
    requireNonNull(maxBackoff, "maxBackoff is null");
    requireNonNull(retryFor, "retryFor is null");
    requireNonNull(callTimeout, "callTimeout is null");
    requireNonNull(stopTimeout, "stopTimeout is null");
  }
}
