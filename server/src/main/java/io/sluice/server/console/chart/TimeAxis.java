package io.sluice.server.console.chart;

import io.sluice.server.console.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The lying scale of a chart.
 *
 * @param from its left end
 * @param to its right end, after {@code from}
 */
public record TimeAxis(Instant from, Instant to) {
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofDays(1),
          Duration.ofDays(7));

  /**
   * A mark.
   *
   * @param at its place from the left, as an SVG attribute
   */
  public record Tick(String label, String at) {}

  /** Where a moment is: 0 is left, 1 right. */
  public double at(Instant moment) {
    return (moment.toEpochMilli() - from.toEpochMilli()) / (double) length().toMillis();
  }

  /** The same, kept within the axis. */
  public double within(Instant moment) {
    return Math.min(1, Math.max(0, at(moment)));
  }

  /** At most six marks, at round times, none so near to an end that it would be cut off. */
  public List<Tick> ticks() {
    Duration step =
        STEPS.stream()
            .filter(one -> length().dividedBy(one) <= 6)
            .findFirst()
            .orElse(STEPS.get(STEPS.size() - 1));
    List<Tick> ticks = new ArrayList<>();
    long every = step.toMillis();
    long first = Math.floorDiv(from.toEpochMilli(), every) * every + every;
    for (long at = first; at < to.toEpochMilli(); at += every) {
      Instant moment = Instant.ofEpochMilli(at);
      double x = at(moment);
      if (x > 0.03 && x < 0.97) {
        ticks.add(new Tick(Times.tick(moment, length()), Path.percent(x)));
      }
    }
    return ticks;
  }

  /** How much time it shows. */
  public Duration length() {
    return Duration.between(from, to);
  }
}
