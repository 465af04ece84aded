package io.sluice.server.console.chart;

import java.time.Instant;
import java.util.List;

/** What was when: a band of coloured stretches over a time axis. */
public record Band(TimeAxis axis, List<Stretch> stretches) {
  public Band {
    stretches = List.copyOf(stretches);
  }

  /**
   * One thing for a while.
   *
   * @param x as an SVG attribute
   * @param width as an SVG attribute
   * @param cssClass what it is
   * @param title the same in words
   */
  public record Stretch(String x, String width, String cssClass, String title) {}

  /** From a moment to another. */
  public static Stretch stretch(
      TimeAxis axis, Instant from, Instant to, String cssClass, String title) {
    double x = axis.within(from);
    double end = axis.within(to);
    // Short ones are what one looks for: they stay wide enough to be seen and pointed at.
    return new Stretch(
        Path.percent(Math.min(x, 0.997)), Path.percent(Math.max(end - x, 0.003)), cssClass, title);
  }
}
