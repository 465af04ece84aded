package io.sluice.server.console.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * All values of a chart as texts, which a script shows of the moment that is pointed at. In one
 * attribute, since an element for each would be most of the page.
 *
 * @param from the chart's left end, in milliseconds since 1970 in UTC
 * @param length from there to its right end, in seconds
 * @param names of the lines, with {@code |} between
 * @param points the moments, with {@code ;} between: seconds from the left end, then a value for
 *     each line, with {@code |} between
 */
public record Readout(long from, long length, String names, String points) {
  private static final String VALUE = "|";
  private static final String POINT = ";";

  static Readout of(TimeAxis axis, List<Line> series, SortedMap<Instant, List<String>> values) {
    return new Readout(
        axis.from().toEpochMilli(),
        Math.max(1, Duration.between(axis.from(), axis.to()).toSeconds()),
        series.stream().map(Line::name).collect(Collectors.joining(VALUE)),
        values.entrySet().stream()
            .filter(one -> !one.getKey().isBefore(axis.from()))
            .map(one -> point(axis, one))
            .collect(Collectors.joining(POINT)));
  }

  private static String point(TimeAxis axis, Map.Entry<Instant, List<String>> one) {
    return Duration.between(axis.from(), one.getKey()).toSeconds()
        + VALUE
        + String.join(VALUE, one.getValue());
  }
}
