package io.sluice.kafka.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Since when a sink has had records waiting in its topics and done nothing about them. Invariant 8:
 * Connect calls it running. For one thread.
 */
public final class Stalls {
  private final LongSupplier nanos;
  private final Duration patience;
  private final Map<String, Look> looks = new HashMap<>();

  /** What a sink was found at, and when it was last found to advance. */
  private record Look(long moved, long advancedAt) {}

  /**
   * @param nanos a clock that only rises, such as {@link System#nanoTime}
   * @param patience for how long a sink that works may show nothing: its commits are seen at their
   *     interval
   */
  public Stalls(LongSupplier nanos, Duration patience) {
    this.nanos = nanos;
    this.patience = patience;
  }

  /**
   * Takes a look.
   *
   * @param moved any sum that grows when the sink advances
   * @param waiting whether records wait for it
   * @return for how long it has not advanced, once that is longer than it should be
   */
  public Optional<Duration> look(String sink, long moved, boolean waiting) {
    long now = nanos.getAsLong();
    Look before = looks.get(sink);
    boolean still = before != null && before.moved() == moved && waiting;
    Look look = new Look(moved, before != null && still ? before.advancedAt() : now);
    looks.put(sink, look);
    Duration time = Duration.ofNanos(now - look.advancedAt());
    return time.compareTo(patience) > 0 ? Optional.of(time) : Optional.empty();
  }
}
