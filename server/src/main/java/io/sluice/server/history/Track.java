package io.sluice.server.history;

import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.SinkFigures;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Rates;
import io.sluice.server.view.Rates.SinkRate;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one pipeline in memory: the last {@link #RING} in fine steps, and the
 * minute that is not over. Not thread-safe.
 */
final class Track {
  static final Duration FINE = Duration.ofSeconds(5);
  static final Duration RING = Duration.ofMinutes(15);
  static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MOST_FINE = (int) RING.dividedBy(FINE) + 1;

  private final Odometer odometer = new Odometer();
  private final Deque<Point> ring = new ArrayDeque<>();
  private @Nullable Point fine;
  private @Nullable Point minute;
  private @Nullable RunFigures figuresBefore;
  private Rates rates = Rates.NONE;
  private Optional<PipelineState> state = Optional.empty();

  /**
   * What came of a look at it.
   *
   * @param minute one that is over now; null while it goes on
   * @param change of its state; null if there is none
   */
  record Seen(@Nullable Point minute, @Nullable StateChange change) {}

  Seen look(PipelineView view, Instant now) {
    Point point = odometer.advance(view, now);
    Point over = null;
    if (point != null) {
      over = take(point);
      takeFine(point, view);
    }
    return new Seen(over, change(view, now));
  }

  /** Returns the minute before if the point begins another. */
  private @Nullable Point take(Point point) {
    Point before = minute;
    if (before == null || sameStep(before, point, MINUTE)) {
      minute = before == null ? point : Points.join(before, point);
      return null;
    }
    minute = point;
    return before;
  }

  private void takeFine(Point point, PipelineView view) {
    Point before = fine;
    if (before != null && sameStep(before, point, FINE)) {
      fine = Points.join(before, point);
      return;
    }
    if (before != null) {
      ring.add(before);
      if (ring.size() > MOST_FINE) {
        ring.remove();
      }
      rates = rates(before, view);
    }
    figuresBefore = view.figures().orElse(null);
    fine = point;
  }

  private static boolean sameStep(Point one, Point other, Duration step) {
    return Points.begin(one.at(), step).equals(Points.begin(other.at(), step));
  }

  private Rates rates(Point over, PipelineView view) {
    double seconds = over.watched().toMillis() / 1000.0;
    if (seconds <= 0) {
      return Rates.NONE;
    }
    List<SinkRate> sinks = new ArrayList<>();
    RunFigures earlier = figuresBefore;
    for (SinkFigures sink : view.figures().map(RunFigures::sinks).orElse(List.of())) {
      SinkFigures was = earlier == null ? null : named(earlier, sink.sink());
      long records = was == null ? 0 : Math.max(0, sink.records() - was.records());
      long bytes = was == null ? 0 : Math.max(0, sink.bytes() - was.bytes());
      sinks.add(new SinkRate(sink.sink(), records / seconds, bytes / seconds));
    }
    return new Rates(over.polled() / seconds, over.delivered() / seconds, sinks);
  }

  private static @Nullable SinkFigures named(RunFigures figures, String sink) {
    return figures.sinks().stream().filter(one -> one.sink().equals(sink)).findFirst().orElse(null);
  }

  private @Nullable StateChange change(PipelineView view, Instant now) {
    Optional<PipelineState> before = state;
    if (before.filter(view.state()::equals).isPresent()) {
      return null;
    }
    state = Optional.of(view.state());
    Instant at = view.since().isAfter(now) ? now : view.since();
    return new StateChange(view.name(), at, before, view.state(), Reasons.of(view));
  }

  /** How fast it is. */
  Rates rates() {
    return rates;
  }

  /** The last {@link #RING} in fine steps, in the order of time. */
  List<Point> fine() {
    List<Point> points = new ArrayList<>(ring);
    if (fine != null) {
      points.add(fine);
    }
    return points;
  }

  /** The minute that goes on; null before the second look. */
  @Nullable Point minute() {
    return minute;
  }

  /** Ends the minute early; null if there is nothing in it. */
  @Nullable Point takeMinute() {
    Point last = minute;
    minute = null;
    return last;
  }
}
