package io.sluice.server.history;

import io.sluice.engine.figures.Latency;
import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.SinkFigures;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.Series.SinkPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline did between two looks at it. A run counts from zero, and its counts go back when
 * it does after a failure; neither makes a record count twice or less than nothing. Used by one
 * thread.
 */
final class Odometer {
  private @Nullable Instant run;
  private @Nullable Instant looked;
  private long polled;
  private long delivered;
  private long deadLettered;
  private long bytes;
  private Latency latency = Latency.NONE;
  private final Map<String, SinkFigures> sinks = new HashMap<>();

  /**
   * What happened since the last look.
   *
   * @return null at the first look, and when time stood still
   */
  @Nullable Point advance(PipelineView view, Instant now) {
    RunStatus status = view.status().orElse(null);
    RunFigures figures = view.figures().orElse(null);
    Instant before = looked;
    looked = now;
    if (status != null && !status.startedAt().equals(run)) {
      run = status.startedAt();
      polled = 0;
      delivered = 0;
      deadLettered = 0;
      bytes = 0;
      latency = Latency.NONE;
      sinks.clear();
    }
    Point point =
        new Point(
            before == null ? now : begin(before, now),
            before == null ? Duration.ZERO : Duration.between(before, now),
            status == null ? 0 : rise(polled, status.counts().polled()),
            status == null ? 0 : rise(delivered, status.counts().delivered()),
            status == null ? 0 : rise(deadLettered, status.counts().deadLettered()),
            figures == null ? 0 : rise(bytes, bytesOf(figures)),
            status == null ? null : status.lag(),
            status == null ? null : status.freshness(),
            figures == null ? Latency.NONE : latencyOf(figures).since(latency),
            figures == null ? List.of() : sinks(figures));
    if (status != null) {
      polled = Math.max(polled, status.counts().polled());
      delivered = Math.max(delivered, status.counts().delivered());
      deadLettered = Math.max(deadLettered, status.counts().deadLettered());
    }
    if (figures != null) {
      bytes = Math.max(bytes, bytesOf(figures));
      latency = latencyOf(figures);
      figures.sinks().forEach(sink -> sinks.put(sink.sink(), sink));
    }
    // Nobody knows in what time that came which was there at the first look.
    return before == null || !now.isAfter(before) ? null : point;
  }

  /** A machine that slept for long tells it when it wakes, not when it fell asleep. */
  private static Instant begin(Instant before, Instant now) {
    Instant atMost = now.minus(Track.MINUTE);
    return before.isBefore(atMost) ? atMost : before;
  }

  private static long rise(long before, long now) {
    return Math.max(0, now - before);
  }

  /** Of one that is alone the pipeline's own figures tell. Those of a run only rise. */
  private List<SinkPoint> sinks(RunFigures figures) {
    if (figures.sinks().size() < 2) {
      return List.of();
    }
    return figures.sinks().stream()
        .limit(Point.MOST_SINKS)
        .map(
            now -> {
              SinkFigures was = sinks.get(now.sink());
              return new SinkPoint(
                  now.sink(),
                  rise(was == null ? 0 : was.records(), now.records()),
                  rise(was == null ? 0 : was.bytes(), now.bytes()),
                  now.lag());
            })
        .toList();
  }

  private static long bytesOf(RunFigures figures) {
    return figures.sinks().stream().mapToLong(SinkFigures::bytes).sum();
  }

  private static Latency latencyOf(RunFigures figures) {
    return figures.sinks().stream().map(SinkFigures::latency).reduce(Latency.NONE, Latency::plus);
  }
}
