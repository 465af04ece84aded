package io.sluice.cli.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Records per second over the last seconds, from samples of a rising count. One thread. */
final class Meter {
  private static final Duration WINDOW = Duration.ofSeconds(5);

  private record Sample(Instant at, long count) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Adds a sample; returns the rate over the window, zero with fewer than two samples. */
  double sample(Instant at, long count) {
    samples.addLast(new Sample(at, count));
    // One sample older than the window stays, so that the window is always covered.
    while (samples.size() > 2 && secondIsOld(at)) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    double seconds = Duration.between(first.at(), at).toNanos() / 1e9;
    return seconds <= 0 ? 0 : Math.max(0, count - first.count()) / seconds;
  }

  private boolean secondIsOld(Instant at) {
    Sample first = samples.removeFirst();
    boolean old = samples.getFirst().at().isBefore(at.minus(WINDOW));
    samples.addFirst(first);
    return old;
  }
}
