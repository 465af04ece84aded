package io.sluice.server.api.document;

import io.sluice.server.view.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a pipeline went over a time. */
@Meaning("How a pipeline went over a time; without points where nobody watched")
public record SeriesDocument(
    String pipeline,
    Instant from,
    Instant until,
    @Meaning("Length of time that a point stands for") long stepMs,
    List<Point> points) {

  /** What happened in one step. */
  @Meaning("What happened in one step")
  public record Point(
      @Meaning("Begin of the step") Instant at,
      long polled,
      long delivered,
      long deadLettered,
      @Meaning("Put into the sinks, as estimated in memory; absent on Kafka, where nobody measures")
          @Nullable Long bytes,
      @Meaning("Records delivered in a second") double rate,
      @Meaning("The longest in it") @Nullable Long lagMs,
      @Meaning("The worst in it") @Nullable Long freshnessMs,
      @Meaning("Half of the records took no longer") @Nullable Long latencyP50Ms,
      @Nullable Long latencyP99Ms,
      @Meaning("Of each sink, where there are several") List<SinkPoint> sinks) {}

  /** What happened in one step at one of several sinks. */
  @Meaning("What happened in one step at one of several sinks")
  public record SinkPoint(
      String sink,
      @Meaning("Put into it, also those that it was handed again") long records,
      @Meaning("Records put into it in a second") double rate,
      @Meaning("As estimated in memory") long bytes,
      @Meaning("Its longest in the step") @Nullable Long lagMs) {}

  /**
   * What there is to say of it.
   *
   * @param onKafka whether the pipeline runs on Kafka, where nobody measures bytes
   */
  public static SeriesDocument of(Series series, boolean onKafka) {
    return new SeriesDocument(
        series.pipeline(),
        series.from(),
        series.until(),
        series.step().toMillis(),
        series.points().stream().map(point -> point(point, onKafka)).toList());
  }

  private static Point point(Series.Point point, boolean onKafka) {
    LatencyDocument latency = LatencyDocument.of(point.latency());
    return new Point(
        point.at(),
        point.polled(),
        point.delivered(),
        point.deadLettered(),
        onKafka ? null : point.bytes(),
        point.rate(),
        Optional.ofNullable(point.lag()).map(Duration::toMillis).orElse(null),
        Optional.ofNullable(point.freshness()).map(Duration::toMillis).orElse(null),
        latency.p50Ms(),
        latency.p99Ms(),
        point.sinks().stream().map(sink -> sink(point, sink)).toList());
  }

  private static SinkPoint sink(Series.Point point, Series.SinkPoint sink) {
    return new SinkPoint(
        sink.sink(),
        sink.records(),
        point.rate(sink),
        sink.bytes(),
        Optional.ofNullable(sink.lag()).map(Duration::toMillis).orElse(null));
  }
}
