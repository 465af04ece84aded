package io.sluice.server.history;

import io.sluice.server.view.Series.Point;
import io.sluice.server.view.StateChange;
import io.sluice.state.storage.StateException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept on disk: minutes for a day, quarters of an hour for a month, changes of state for a
 * month. What waits to be written is seen by readers as well; while the database fails, it waits
 * for an hour at most (invariant 6). Thread-safe; one thread writes.
 */
final class Archive {
  static final Duration MINUTE = Track.MINUTE;
  static final Duration QUARTER = Duration.ofMinutes(15);
  static final Duration MINUTES_KEPT = Duration.ofHours(24);
  static final Duration QUARTERS_KEPT = Duration.ofDays(30);
  static final int MOST_CHANGES = 1_000;
  private static final Duration WAITS_AT_MOST = Duration.ofHours(1);
  private static final int MOST_CHANGES_WAITING = 10_000;
  private static final Logger log = LoggerFactory.getLogger(Archive.class);

  private final HistoryTables tables;
  private final Clock clock;
  private boolean failing; // by the thread that writes
  private @Nullable Instant rolledUpTo; // likewise

  // Guarded by this.
  private final Map<String, List<Point>> points = new HashMap<>();
  private final List<StateChange> changes = new ArrayList<>();

  Archive(HistoryTables tables, Clock clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /** A minute is over. */
  synchronized void add(String pipeline, Point minute) {
    List<Point> waiting = points.computeIfAbsent(pipeline, name -> new ArrayList<>());
    waiting.add(minute);
    waiting.removeIf(old -> old.at().isBefore(minute.at().minus(WAITS_AT_MOST)));
  }

  /** A pipeline changed its state. */
  synchronized void add(StateChange change) {
    changes.add(change);
    if (changes.size() > MOST_CHANGES_WAITING) {
      changes.remove(0);
    }
  }

  /** What waits is not written any more. */
  synchronized void forgetWaiting() {
    points.clear();
    changes.clear();
  }

  /** Whether a minute waits to be written, and what changed in it. */
  synchronized boolean hasMinutes() {
    return !points.isEmpty();
  }

  /** Writes what waits, in one transaction; what cannot be written goes on waiting. */
  void write() {
    Map<String, List<Point>> pointsNow = new HashMap<>();
    List<StateChange> changesNow;
    synchronized (this) {
      points.forEach((pipeline, waiting) -> pointsNow.put(pipeline, List.copyOf(waiting)));
      changesNow = List.copyOf(changes);
    }
    if (pointsNow.isEmpty() && changesNow.isEmpty()) {
      return;
    }
    try {
      tables.add(MINUTE, pointsNow, changesNow);
      written(pointsNow, changesNow);
      newest(pointsNow).ifPresent(this::rollUp);
      failing = false;
    } catch (StateException failed) {
      if (!failing) {
        log.warn("The history cannot be written; it waits for an hour at most", failed);
      }
      failing = true;
    }
  }

  private synchronized void written(
      Map<String, List<Point>> pointsNow, List<StateChange> changesNow) {
    pointsNow.forEach(
        (pipeline, done) ->
            points.computeIfPresent(
                pipeline,
                (name, waiting) -> {
                  waiting.removeAll(done);
                  return waiting.isEmpty() ? null : waiting;
                }));
    changes.removeAll(changesNow);
  }

  private static Optional<Instant> newest(Map<String, List<Point>> written) {
    return written.values().stream()
        .flatMap(List::stream)
        .map(Point::at)
        .max(Comparator.naturalOrder());
  }

  /**
   * Makes quarters of the minutes of those that are over; forgets what is too old.
   *
   * @param newest begin of the newest minute that is written: those of an earlier quarter all are
   */
  private void rollUp(Instant newest) {
    Instant now = clock.instant();
    Instant end = Points.begin(newest, QUARTER);
    Instant from = firstToRollUp(now);
    rolledUpTo = from;
    if (!from.isBefore(end)) {
      return;
    }
    for (Instant quarter = from; quarter.isBefore(end); quarter = quarter.plus(QUARTER)) {
      Map<String, List<Point>> minutes = tables.points(MINUTE, quarter, quarter.plus(QUARTER));
      Map<String, List<Point>> joined = new HashMap<>();
      minutes.forEach(
          (pipeline, all) ->
              all.stream()
                  .reduce(Points::join)
                  .ifPresent(point -> joined.put(pipeline, List.of(point))));
      if (!joined.isEmpty()) {
        tables.add(QUARTER, joined, List.of());
      }
      rolledUpTo = quarter.plus(QUARTER);
    }
    tables.forget(MINUTE, now.minus(MINUTES_KEPT));
    tables.forget(QUARTER, now.minus(QUARTERS_KEPT));
    tables.forgetChanges(now.minus(QUARTERS_KEPT), MOST_CHANGES);
    tables.forgetSeries();
  }

  private Instant firstToRollUp(Instant now) {
    Instant oldest = Points.begin(now.minus(MINUTES_KEPT), QUARTER);
    Instant from = rolledUpTo;
    if (from == null) {
      from =
          tables
              .edge(QUARTER, true)
              .map(last -> Points.begin(last, QUARTER).plus(QUARTER))
              .or(() -> tables.edge(MINUTE, false).map(first -> Points.begin(first, QUARTER)))
              .orElse(Points.begin(now, QUARTER));
    }
    return from.isBefore(oldest) ? oldest : from;
  }

  /** Minutes that begin in a time, in its order, with those that wait. */
  List<Point> minutes(String pipeline, Instant from, Instant before) {
    List<Point> waiting;
    synchronized (this) {
      waiting = List.copyOf(points.getOrDefault(pipeline, List.of()));
    }
    List<Point> found = tables.points(pipeline, MINUTE, from, before);
    return Stream.concat(
            found.stream().filter(point -> !waiting.contains(point)),
            waiting.stream().filter(p -> !p.at().isBefore(from) && p.at().isBefore(before)))
        .sorted(Comparator.comparing(Point::at))
        .toList();
  }

  /** Quarters that begin in a time, in its order. */
  List<Point> quarters(String pipeline, Instant from, Instant before) {
    return tables.points(pipeline, QUARTER, from, before);
  }

  /**
   * What a pipeline went through before a moment, the newest first, with what waits.
   *
   * @param pipelines all if it is null
   */
  List<StateChange> changes(@Nullable Set<String> pipelines, Instant before, int most) {
    List<StateChange> waiting = new ArrayList<>();
    synchronized (this) {
      for (int i = changes.size() - 1; i >= 0; i--) {
        StateChange change = changes.get(i);
        if ((pipelines == null || pipelines.contains(change.pipeline()))
            && change.at().isBefore(before)) {
          waiting.add(change);
        }
      }
    }
    List<StateChange> found = tables.changes(pipelines, before, most);
    return Stream.concat(
            waiting.stream(), found.stream().filter(change -> !waiting.contains(change)))
        .sorted(Comparator.comparing(StateChange::at).reversed())
        .limit(most)
        .toList();
  }
}
