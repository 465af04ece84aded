package io.sluice.server.metrics;

import io.sluice.engine.figures.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bounds of latency as machines are told it: powers of two of a millisecond, up to 35 minutes;
 * there a {@link Latency} can be cut exactly.
 */
final class LatencyBounds {
  private static final int BOUNDS = 22;

  /** From 0.001 s up. */
  static final List<Double> SECONDS =
      IntStream.range(0, BOUNDS).mapToObj(i -> (1L << i) / 1000.0).toList();

  private LatencyBounds() {}

  /** How many are in each bucket: one for each bound, and one for what is beyond the last. */
  static List<Long> counts(Latency latency) {
    List<Long> counts = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < BOUNDS; i++) {
      long below = latency.below(1L << i);
      counts.add(below - before);
      before = below;
    }
    counts.add(latency.records() - before);
    return counts;
  }
}
