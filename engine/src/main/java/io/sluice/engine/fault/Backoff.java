package io.sluice.engine.fault;

import io.sluice.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubles from one to the next up to a longest, each with
 * jitter, so that many who failed together do not come back together. Not thread-safe.
 */
public final class Backoff {
  private final long firstNanos;
  private final long longestNanos;
  private final RandomGenerator random;
  private int failures;

  public Backoff(RetryPolicy policy, RandomGenerator random) {
    this.firstNanos = Math.max(1_000_000, policy.backoff().toNanos());
    this.longestNanos = Math.max(firstNanos, policy.maxBackoff().toNanos());
    this.random = random;
  }

  /** The pause before the next attempt: between half of the full one and all of it. */
  public Duration next() {
    int doublings = Math.min(failures++, 30);
    long full = Math.min(longestNanos, firstNanos << Math.min(doublings, 20));
    if (full <= 0) {
      full = longestNanos;
    }
    return Duration.ofNanos(full / 2 + (long) (random.nextDouble() * full / 2));
  }

  /** How many attempts failed since the last success. */
  public int failures() {
    return failures;
  }

  /** It worked: the next pause is the first again. */
  public void reset() {
    failures = 0;
  }
}
