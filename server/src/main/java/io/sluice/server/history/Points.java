package io.sluice.server.history;

import io.sluice.server.view.Series.Point;
import io.sluice.server.view.Series.SinkPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What points come to together. */
final class Points {
  private Points() {}

  /** One for both, which begins with the earlier. */
  static Point join(Point earlier, Point later) {
    return new Point(
        earlier.at(),
        earlier.watched().plus(later.watched()),
        earlier.polled() + later.polled(),
        earlier.delivered() + later.delivered(),
        earlier.deadLettered() + later.deadLettered(),
        earlier.bytes() + later.bytes(),
        longer(earlier.lag(), later.lag()),
        longer(earlier.freshness(), later.freshness()),
        earlier.latency().plus(later.latency()),
        join(earlier.sinks(), later.sinks()));
  }

  /** By their names; one that was not there yet, or is not any more, has what it had. */
  private static List<SinkPoint> join(List<SinkPoint> earlier, List<SinkPoint> later) {
    Map<String, SinkPoint> sinks = new LinkedHashMap<>();
    Stream.concat(earlier.stream(), later.stream())
        .forEach(
            sink ->
                sinks.merge(
                    sink.sink(),
                    sink,
                    (one, other) ->
                        new SinkPoint(
                            one.sink(),
                            one.records() + other.records(),
                            one.bytes() + other.bytes(),
                            longer(one.lag(), other.lag()))));
    return sinks.values().stream().limit(Point.MOST_SINKS).toList();
  }

  /**
   * One for all that begin in the same step.
   *
   * @param points in the order of time
   */
  static List<Point> thin(List<Point> points, Duration step) {
    List<Point> thinned = new ArrayList<>();
    for (Point point : points) {
      int last = thinned.size() - 1;
      if (last >= 0 && begin(thinned.get(last).at(), step).equals(begin(point.at(), step))) {
        thinned.set(last, join(thinned.get(last), point));
      } else {
        thinned.add(point);
      }
    }
    return thinned;
  }

  /** When the step begins in which a moment is. */
  static Instant begin(Instant at, Duration step) {
    long millis = step.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), millis) * millis);
  }

  private static @Nullable Duration longer(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) >= 0 ? one : other;
  }
}
