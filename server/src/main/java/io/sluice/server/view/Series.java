package io.sluice.server.view;

import io.sluice.engine.figures.Latency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline went over a time.
 *
 * @param from begin of the time asked for
 * @param until its end
 * @param step length of time that a point stands for
 * @param points in the order of time; none where nobody watched, or nothing ran
 */
public record Series(
    String pipeline, Instant from, Instant until, Duration step, List<Point> points) {
  public Series {
    points = List.copyOf(points);
  }

  /**
   * What happened in one step. Records are counted once, however often they were polled.
   *
   * @param at begin of the step
   * @param watched how much of the step the pipeline was watched: rates are over this
   * @param bytes put into the sinks, as estimated in memory; of all sinks together
   * @param lag the longest in it; null if nobody could tell
   * @param freshness the worst in it; null if nobody could tell
   * @param latency from the source's commit to the sink's, of what was committed in it; of all
   *     sinks together
   * @param sinks of each sink, in the pipeline file's order, of the first {@value #MOST_SINKS};
   *     none where there is one alone, of which the rest tells
   */
  public record Point(
      Instant at,
      Duration watched,
      long polled,
      long delivered,
      long deadLettered,
      long bytes,
      @Nullable Duration lag,
      @Nullable Duration freshness,
      Latency latency,
      List<SinkPoint> sinks) {
    /** So many sinks have figures of their own. */
    public static final int MOST_SINKS = 16;

    public Point {
      sinks = List.copyOf(sinks);
    }

    /** One of a pipeline with a single sink. */
    public Point(
        Instant at,
        Duration watched,
        long polled,
        long delivered,
        long deadLettered,
        long bytes,
        @Nullable Duration lag,
        @Nullable Duration freshness,
        Latency latency) {
      this(at, watched, polled, delivered, deadLettered, bytes, lag, freshness, latency, List.of());
    }

    /** Records delivered in a second. */
    public double rate() {
      return inSecond(delivered);
    }

    /** What one of its sinks was put in a second. */
    public double rate(SinkPoint sink) {
      return inSecond(sink.records());
    }

    private double inSecond(long records) {
      return watched.isZero() ? 0 : records * 1000.0 / Math.max(1, watched.toMillis());
    }
  }

  /**
   * What happened in one step at one of several sinks.
   *
   * @param records put into it, also those that it was handed again
   * @param bytes of them, as estimated in memory
   * @param lag its longest in the step; null if nobody could tell
   */
  public record SinkPoint(String sink, long records, long bytes, @Nullable Duration lag) {}
}
