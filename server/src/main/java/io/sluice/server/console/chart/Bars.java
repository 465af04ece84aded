package io.sluice.server.console.chart;

import io.sluice.server.console.text.Figures;
import io.sluice.server.console.text.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How many came in each interval: a bar for each in which any did.
 *
 * @param total of all intervals
 */
public record Bars(List<Bar> bars, TimeAxis axis, Scale scale, long total) {
  /** Between two bars, of an interval's width. */
  private static final double GAP = 0.15;

  public Bars {
    bars = List.copyOf(bars);
  }

  /**
   * A bar; places as SVG attributes.
   *
   * @param title when, and how many
   */
  public record Bar(String x, String width, String y, String height, String title) {}

  /**
   * Of counts by interval.
   *
   * @param from where the first begins
   * @param length of each
   * @param one what is counted, in the singular
   */
  public static Bars of(Instant from, Duration length, List<Long> counts, String one) {
    TimeAxis axis = new TimeAxis(from, from.plus(length.multipliedBy(counts.size())));
    Scale scale = Scale.upTo(Scale.Unit.COUNT, counts.stream().flatMapToDouble(DoubleStream::of));
    List<Bar> bars = new ArrayList<>();
    double width = 1.0 / counts.size();
    for (int i = 0; i < counts.size(); i++) {
      long count = counts.get(i);
      if (count > 0) {
        double height = Math.max(0.02, scale.at(count));
        Instant begin = from.plus(length.multipliedBy(i));
        bars.add(
            new Bar(
                Path.percent((i + GAP / 2) * width),
                Path.percent((1 - GAP) * width),
                Path.percent(1 - height),
                Path.percent(height),
                Times.moment(begin)
                    + ", "
                    + Figures.time(length)
                    + ": "
                    + Figures.many(count, one)));
      }
    }
    return new Bars(bars, axis, scale, counts.stream().mapToLong(Long::longValue).sum());
  }

  /** Whether none came. */
  public boolean isEmpty() {
    return bars.isEmpty();
  }
}
