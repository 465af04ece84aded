package io.sluice.server.history;

import static java.util.Objects.requireNonNull;

import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Rates;
import io.sluice.server.view.Series;
import io.sluice.server.view.Series.Point;
import io.sluice.server.view.StateChange;
import io.sluice.state.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * How all pipelines went: the last 15 minutes in steps of 5 s in memory; minutes of the last 24 h,
 * quarters of an hour of the last 30 days and changes of state in the state database, written once
 * a minute for all pipelines. The death of the process loses the last minute at most. Thread-safe.
 */
public final class History implements Pulse.Listener, AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);

  /** A gap in memory so short is not looked up: the oldest steps of a full ring leave one. */
  private static final Duration UNTOLD = Track.FINE.multipliedBy(2);

  private final Clock clock;
  private final Archive archive;
  private final ExecutorService writer;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final Map<String, Track> tracks = new HashMap<>(); // guarded by itself

  /** In this database, whose tables are made if they are missing. */
  public History(Storage storage, Clock clock) {
    this.clock = requireNonNull(clock);
    this.archive = new Archive(new HistoryTables(storage), clock);
    this.writer =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice history");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void look(List<PipelineView> all) {
    note(all);
    // The database may take its time; the loop does not wait for it.
    if (archive.hasMinutes() && writing.compareAndSet(false, true)) {
      writer.execute(
          () -> {
            try {
              archive.write();
            } finally {
              writing.set(false);
            }
          });
    }
  }

  /** As {@link #look}, and what is to be written is on return. */
  void lookAndWrite(List<PipelineView> all) {
    note(all);
    if (archive.hasMinutes()) {
      archive.write();
    }
  }

  private void note(List<PipelineView> all) {
    Instant now = clock.instant();
    synchronized (tracks) {
      Set<String> gone = new HashSet<>(tracks.keySet());
      for (PipelineView view : all) {
        gone.remove(view.name());
        Track.Seen seen = tracks.computeIfAbsent(view.name(), name -> new Track()).look(view, now);
        if (seen.minute() != null) {
          archive.add(view.name(), seen.minute());
        }
        if (seen.change() != null) {
          archive.add(seen.change());
        }
      }
      gone.forEach(this::forget);
    }
  }

  private void forget(String pipeline) {
    Track track = tracks.remove(pipeline);
    Point last = track == null ? null : track.takeMinute();
    if (last != null) {
      archive.add(pipeline, last);
    }
  }

  /** How fast it is now; {@link Rates#NONE} of one that nobody knows. */
  public Rates rates(String pipeline) {
    synchronized (tracks) {
      Track track = tracks.get(pipeline);
      return track == null ? Rates.NONE : track.rates();
    }
  }

  /** What happened in the last 15 minutes together; empty if nobody looked yet. */
  public Optional<Point> recently(String pipeline) {
    return fine(pipeline).stream().reduce(Points::join);
  }

  /**
   * How a pipeline went, up to now.
   *
   * @param span how far back; there is nothing from before 30 days
   * @param mostPoints above one; the step is the smallest with which there are no more
   */
  public Series series(String pipeline, Duration span, int mostPoints) {
    Instant now = clock.instant();
    Instant from = now.minus(span);
    Duration step = Steps.of(span, mostPoints);
    List<Point> points;
    if (span.compareTo(Track.RING) <= 0) {
      points = finePoints(pipeline, from, now);
    } else if (span.compareTo(Archive.MINUTES_KEPT) <= 0) {
      points = minutes(pipeline, from, now);
    } else {
      points = quarters(pipeline, from, now);
    }
    return new Series(pipeline, from, now, step, Points.thin(points, step));
  }

  private List<Point> finePoints(String pipeline, Instant from, Instant now) {
    List<Point> fine = fine(pipeline).stream().filter(point -> !point.at().isBefore(from)).toList();
    Instant begin = fine.isEmpty() ? now : fine.get(0).at();
    if (!begin.isAfter(from.plus(UNTOLD))) {
      return fine; // It is asked every second for every pipeline: the state is spared.
    }
    // What was before the server's start is on disk, if there was a server.
    return Stream.concat(
            archive.minutes(pipeline, from, begin).stream()
                .filter(point -> !point.at().plus(point.watched()).isAfter(begin)),
            fine.stream())
        .toList();
  }

  private List<Point> minutes(String pipeline, Instant from, Instant now) {
    List<Point> points = new ArrayList<>(archive.minutes(pipeline, from, now));
    synchronized (tracks) {
      Track track = tracks.get(pipeline);
      Point open = track == null ? null : track.minute();
      if (open != null) {
        points.add(open);
      }
    }
    return points;
  }

  private List<Point> quarters(String pipeline, Instant from, Instant now) {
    List<Point> points = new ArrayList<>(archive.quarters(pipeline, from, now));
    Instant begin =
        points.isEmpty()
            ? from
            : Points.begin(points.get(points.size() - 1).at(), Archive.QUARTER)
                .plus(Archive.QUARTER);
    points.addAll(minutes(pipeline, begin, now));
    return points;
  }

  /** Without what is older than that: where looks are rare, points are few and old. */
  private List<Point> fine(String pipeline) {
    Instant oldest = clock.instant().minus(Track.RING);
    synchronized (tracks) {
      Track track = tracks.get(pipeline);
      return track == null
          ? List.of()
          : track.fine().stream()
              .filter(point -> point.at().plus(point.watched()).isAfter(oldest))
              .toList();
    }
  }

  /** What a pipeline went through before a moment, the newest first. */
  public List<StateChange> changes(String pipeline, Instant before, int most) {
    return archive.changes(Set.of(pipeline), before, most);
  }

  /** The same of several, together: so many of theirs, whatever others went through meanwhile. */
  public List<StateChange> changes(Set<String> pipelines, Instant before, int most) {
    return archive.changes(Set.copyOf(pipelines), before, most);
  }

  /** The same of all pipelines. */
  public List<StateChange> changes(Instant before, int most) {
    return archive.changes(null, before, most);
  }

  /** Another server watches the pipelines: what is not written yet is not written any more. */
  public void forget() {
    synchronized (tracks) {
      tracks.clear();
    }
    archive.forgetWaiting();
  }

  /** Writes what is not written yet; waits for the database for some seconds at most. */
  @Override
  public void close() {
    synchronized (tracks) {
      List.copyOf(tracks.keySet()).forEach(this::forget);
    }
    writer.execute(archive::write);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
