package io.sluice.server.history;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Lengths of time that people can read off a scale. */
final class Steps {
  private static final List<Duration> ALL =
      Stream.of(
              "PT5S", "PT10S", "PT15S", "PT30S", "PT1M", "PT2M", "PT5M", "PT10M", "PT15M", "PT30M",
              "PT1H", "PT2H", "PT3H", "PT6H", "PT12H", "P1D")
          .map(Duration::parse)
          .toList();

  private Steps() {}

  /** The least that what is kept of a span allows, with no more points than these. */
  static Duration of(Duration span, int mostPoints) {
    Duration kept =
        span.compareTo(Track.RING) <= 0
            ? Track.FINE
            : span.compareTo(Archive.MINUTES_KEPT) <= 0 ? Archive.MINUTE : Archive.QUARTER;
    return ALL.stream()
        .filter(step -> step.compareTo(kept) >= 0)
        .filter(step -> span.toMillis() / step.toMillis() <= mostPoints)
        .findFirst()
        .orElse(Duration.ofDays(1));
  }
}
