package io.sluice.server.console.page;

import io.sluice.engine.figures.Latency;
import io.sluice.pipeline.Slo;
import io.sluice.server.console.chart.Line;
import io.sluice.server.console.chart.Line.Style;
import io.sluice.server.console.chart.LineChart;
import io.sluice.server.console.chart.Scale;
import io.sluice.server.console.chart.TimeAxis;
import io.sluice.server.view.Series;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.Series.SinkPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What of a pipeline is drawn over time. */
final class Charts {
  private Charts() {}

  static List<LineChart> of(Series series, Slo promised) {
    TimeAxis axis = new TimeAxis(series.from(), series.until());
    List<LineChart> charts = new ArrayList<>();
    charts.add(
        LineChart.of(
            "rate",
            "Records delivered",
            axis,
            Scale.Unit.RATE,
            List.of(line("rate", Style.MAIN, series, Point::rate)),
            Optional.empty()));
    charts.add(
        LineChart.of(
            "freshness",
            "Freshness",
            axis,
            Scale.Unit.TIME,
            List.of(line("freshness", Style.MAIN, series, one -> millis(one.freshness()))),
            promised.freshness().map(time -> (double) time.toMillis())));
    charts.add(
        LineChart.of(
            "latency",
            "Latency, source commit to sink commit",
            axis,
            Scale.Unit.TIME,
            List.of(
                line("p50", Style.MAIN, series, one -> percentile(one.latency(), 0.5)),
                line("p99", Style.SECOND, series, one -> percentile(one.latency(), 0.99))),
            Optional.empty()));
    List<String> sinks = sinks(series);
    if (sinks.isEmpty()) {
      charts.add(
          LineChart.of(
              "lag",
              "Lag",
              axis,
              Scale.Unit.TIME,
              List.of(line("lag", Style.MAIN, series, one -> millis(one.lag()))),
              Optional.empty()));
    } else {
      ToDoubleBiFunction<Point, SinkPoint> lag = (point, sink) -> millis(sink.lag());
      charts.add(
          LineChart.of(
              "lag",
              "Lag of each sink",
              axis,
              Scale.Unit.TIME,
              lines(sinks, series, lag),
              Optional.empty()));
      charts.add(
          LineChart.of(
              "sinks",
              "Records put into each sink",
              axis,
              Scale.Unit.RATE,
              lines(sinks, series, Point::rate),
              Optional.empty()));
    }
    return charts;
  }

  /** Those that lagged most in it, as many as there are styles; none where there is one alone. */
  private static List<String> sinks(Series series) {
    Map<String, Long> longest = new LinkedHashMap<>();
    for (Point point : series.points()) {
      for (SinkPoint sink : point.sinks()) {
        Duration lag = sink.lag();
        longest.merge(sink.sink(), lag == null ? -1 : lag.toMillis(), Math::max);
      }
    }
    return longest.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(Style.values().length)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A line for each, with a gap where it was not there. */
  private static List<Line> lines(
      List<String> sinks, Series series, ToDoubleBiFunction<Point, SinkPoint> value) {
    List<Line> lines = new ArrayList<>();
    for (String sink : sinks) {
      Style style = Style.values()[lines.size()];
      lines.add(
          line(
              sink,
              style,
              series,
              point ->
                  point.sinks().stream()
                      .filter(one -> one.sink().equals(sink))
                      .findFirst()
                      .map(one -> value.applyAsDouble(point, one))
                      .orElse(Double.NaN)));
    }
    return lines;
  }

  /** Rates of the last points, for a line of text. */
  static List<Double> rates(Series series) {
    return line("rate", Style.MAIN, series, Point::rate).values();
  }

  /**
   * Steps that nobody watched become gaps instead of a line across them. A point may stand for more
   * than a step: from before the server's start there are minutes only.
   */
  private static Line line(String name, Style style, Series series, ToDoubleFunction<Point> value) {
    List<Line.Point> points = new ArrayList<>();
    Instant expected = null;
    for (Point point : series.points()) {
      if (expected != null && point.at().isAfter(expected.plus(series.step()))) {
        points.add(new Line.Point(expected, Double.NaN));
      }
      points.add(new Line.Point(point.at(), value.applyAsDouble(point)));
      expected = point.at().plus(covered(point, series.step()));
    }
    return new Line(name, style, points);
  }

  /** A minute's looks do not begin and end with the minute. */
  private static Duration covered(Point point, Duration step) {
    return point.watched().compareTo(step) > 0 ? point.watched().plus(step) : step;
  }

  private static double millis(@Nullable Duration time) {
    return time == null ? Double.NaN : time.toMillis();
  }

  private static double percentile(Latency latency, double share) {
    OptionalLong found = latency.percentile(share);
    return found.isPresent() ? found.getAsLong() : Double.NaN;
  }
}
