package io.sluice.server.metrics;

import io.sluice.engine.figures.Latency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value of a family.
 *
 * @param labels values in the order of {@link Family#labels()}
 * @param value zero for a distribution
 * @param latency of a distribution; null for all others
 */
record Sample(Family family, List<String> labels, double value, @Nullable Latency latency) {
  Sample {
    labels = List.copyOf(labels);
    if (labels.size() != family.labels().size()) {
      throw new IllegalArgumentException(
          family + ": expected a value for each of " + family.labels() + ", found " + labels);
    }
  }

  static Sample of(Family family, double value, String... labels) {
    return new Sample(family, List.of(labels), value, null);
  }

  static Sample of(Family family, Latency latency, String... labels) {
    return new Sample(family, List.of(labels), 0, latency);
  }
}
