package io.sluice.server.console.chart;

import java.time.Instant;
import java.util.List;

/**
 * A figure over time.
 *
 * @param name what the legend calls it
 * @param style which of the stylesheet's lines it is drawn as
 * @param points sorted by time
 */
public record Line(String name, Style style, List<Point> points) {
  public Line {
    points = List.copyOf(points);
  }

  /**
   * One sample.
   *
   * @param value NaN where there is none: the line has a gap
   */
  public record Point(Instant at, double value) {}

  /** How a line looks. */
  public enum Style {
    MAIN,
    SECOND,
    THIRD,
    FOURTH;

    /** Its class in the stylesheet. */
    public String cssClass() {
      return switch (this) {
        case MAIN -> "s1";
        case SECOND -> "s2";
        case THIRD -> "s3";
        case FOURTH -> "s4";
      };
    }
  }

  /** Its values alone. */
  public List<Double> values() {
    return points.stream().map(Point::value).toList();
  }

  /** The newest value; NaN if there is none. */
  public double last() {
    return points.isEmpty() ? Double.NaN : points.get(points.size() - 1).value();
  }
}
