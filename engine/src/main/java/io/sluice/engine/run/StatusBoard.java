package io.sluice.engine.run;

import io.sluice.engine.checkpoint.Ledger;
import io.sluice.engine.checkpoint.Ledger.Kind;
import io.sluice.engine.fault.Failure;
import io.sluice.engine.run.flow.Flow;
import io.sluice.engine.run.flow.FlowPlan;
import io.sluice.engine.run.flow.SinkGroup;
import io.sluice.engine.run.flow.Watchdog;
import io.sluice.engine.source.SourceWorker;
import io.sluice.pipeline.SinkSpec;
import io.sluice.state.checkpoint.Checkpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is shown of a run. Invariant 8: derived from counts that rise and calls that come back,
 * never from what somebody meant to do. Thread-safe.
 */
final class StatusBoard {
  private static final Logger log = LoggerFactory.getLogger(StatusBoard.class);

  /** What the run's thread is about. */
  enum Phase {
    STARTING,
    RUNNING,
    PAUSED,
    RETRYING,
    STOPPING
  }

  private final FlowPlan plan;
  private final RunOptions options;
  private final Clock clock;
  private final Instant startedAt;
  private volatile Phase phase = Phase.STARTING;
  private volatile @Nullable RunState end;
  private volatile @Nullable Flow flow;
  private volatile @Nullable RunError error;
  private volatile RunStatus.@Nullable LastCheckpoint checkpoint;
  private final RestingTasks resting;
  private volatile boolean committedSinceFailure;
  private volatile int restarts;
  private final Wholeness whole;
  private volatile long lastAdvance;
  private boolean stallTold;
  private volatile long lastSum = -1;
  private boolean idle;
  private @Nullable Throwable lastTrouble;
  private long polledAt;
  private final MeterReadings readings;

  StatusBoard(FlowPlan plan, RunOptions options) {
    this.plan = plan;
    this.options = options;
    this.clock = plan.engine().tools().clock();
    this.startedAt = clock.instant();
    this.whole = new Wholeness(clock);
    this.resting = new RestingTasks(plan.pipeline().sinks().stream().map(SinkSpec::name).toList());
    this.lastAdvance = now();
    this.readings = new MeterReadings(plan);
  }

  void phase(Phase next) {
    phase = next;
  }

  void flowStarted(Flow started) {
    flow = started;
    lastAdvance = now();
  }

  void flowEnded() {
    Flow last = flow;
    if (last != null) {
      Ledger.Counts counts = plan.ledger().counts();
      resting.flowEnded(
          TaskStates.sourceTasks(last, counts, false), TaskStates.sinks(last, counts, false));
    }
    flow = null;
    whole.flowEnded();
  }

  /** Something failed; returns it in one line that is free of secrets. */
  String error(Failure found) {
    RunError newest = RunError.of(clock.instant(), found, plan.engine().secrets()::redact);
    error = newest;
    return newest.message();
  }

  synchronized void restarted() {
    restarts = restarts + 1;
  }

  void ended(RunState how) {
    end = how;
  }

  /** A flow goes on from here. */
  void resumedFrom(Checkpoint last) {
    Instant at = last.committedAt() == null ? last.preparedAt() : last.committedAt();
    whole.until(last.preparedAt());
    if (last.epoch() > committedEpoch()) {
      checkpoint = new RunStatus.LastCheckpoint(last.epoch(), at, last.records());
    }
  }

  void cut(long epoch) {
    whole.cut(epoch);
  }

  void committed(long epoch) {
    whole.committed(epoch);
    RunStatus.LastCheckpoint before = checkpoint;
    long polled = plan.ledger().counts().sum(Kind.POLLED);
    checkpoint =
        new RunStatus.LastCheckpoint(epoch, clock.instant(), Math.max(0, polled - polledAt));
    polledAt = polled;
    if (before == null || epoch > before.epoch()) {
      committedSinceFailure = true;
    }
  }

  long committedEpoch() {
    RunStatus.LastCheckpoint last = checkpoint;
    return last == null ? 0 : last.epoch();
  }

  boolean takeCommittedSinceFailure() {
    boolean committed = committedSinceFailure;
    committedSinceFailure = false;
    return committed;
  }

  /** Looks whether anything advanced; called a few times a second by the run's thread. */
  void observe() {
    long sum = sum();
    Flow current = flow;
    boolean trouble = noteTrouble(current);
    boolean advanced = sum != lastSum || trouble;
    // What is being repeated is told as such; how long nothing advances counts from its end.
    if (advanced) {
      lastAdvance = now();
      lastSum = sum;
    }
    boolean caughtUp = current != null && isCaughtUp(current);
    // Of a source that is not asked nobody knows whether it has something new.
    if (caughtUp && phase != Phase.PAUSED) {
      whole.now();
    }
    idle = caughtUp && !advanced;
    tellStall(current);
  }

  /** Whether the last look found nothing to do and nothing done; for the run's thread. */
  boolean isIdle() {
    return idle;
  }

  /** Rises with whatever advances. */
  private long sum() {
    Ledger.Counts ledger = plan.ledger().counts();
    long sum = committedEpoch();
    for (Kind kind : Kind.values()) {
      sum += ledger.sum(kind);
    }
    return sum;
  }

  /** Once for each time that it stalls. */
  private void tellStall(@Nullable Flow current) {
    boolean stalled = current != null && state(current, counts(current)) == RunState.STALLED;
    if (current != null && stalled && !stallTold) {
      String whom = Holdup.of(current);
      log.warn(
          "Pipeline {}: {}; {}",
          plan.name(),
          now() - lastAdvance < TaskStates.STALLED_AFTER
              ? "a sink does not advance, while others do"
              : "nothing has advanced for "
                  + TimeUnit.NANOSECONDS.toSeconds(now() - lastAdvance)
                  + " s",
          whom == null
              ? "no task is in a call"
              : "checkpoints wait for "
                  + whom
                  + ". If it waits for a database with locks, look who holds them");
    }
    stallTold = stalled;
  }

  /**
   * A call that is being repeated is an error that people should see, although nothing broke. Noted
   * at each look and before it is told that something is tried again, so that its error is there.
   *
   * @return whether there is one
   */
  private synchronized boolean noteTrouble(@Nullable Flow current) {
    Failure found = current == null ? null : Watchdog.trouble(current);
    Throwable cause = found == null ? null : found.cause();
    if (found != null && cause != lastTrouble) {
      log.warn("Pipeline {}: {}; trying again", plan.name(), error(found));
    }
    lastTrouble = cause;
    return found != null;
  }

  /** Whether a run that is to end once has read all of its source. */
  boolean sourceAtEnd() {
    Flow current = flow;
    if (current == null) {
      return false;
    }
    long idle = options.idleMeansEnd().toNanos();
    return current.sources().stream()
        .allMatch(source -> source.ended() || !source.bounded() && source.nanosSinceGave() > idle);
  }

  RunStatus status() {
    Flow current = flow;
    Instant at = clock.instant();
    RunStatus.Counts counts = counts(current);
    boolean idle = current != null && counts.inFlight() == 0 && isCaughtUp(current);
    RunState state = state(current, counts);
    if (state == RunState.RETRYING) {
      noteTrouble(current);
    }
    return new RunStatus(
        plan.name(),
        state,
        startedAt,
        at,
        counts,
        lag(current, at, idle),
        idle && phase != Phase.PAUSED ? Duration.ZERO : whole.age(at),
        checkpoint,
        current == null
            ? resting.sources(state, error)
            : TaskStates.sourceTasks(current, plan.ledger().counts(), state == RunState.PAUSED),
        current == null
            ? resting.sinks(state, error)
            : TaskStates.sinks(current, plan.ledger().counts(), state == RunState.PAUSED),
        restarts,
        error,
        state == RunState.STALLED && current != null ? Holdup.of(current) : null);
  }

  RunFigures figures() {
    Flow current = flow;
    Instant at = clock.instant();
    boolean idle = current != null && isCaughtUp(current) && counts(current).inFlight() == 0;
    return readings.read(at, current, idle);
  }

  private RunState state(@Nullable Flow current, RunStatus.Counts counts) {
    RunState over = end;
    if (over != null) {
      return over;
    }
    return switch (phase) {
      case STARTING -> RunState.STARTING;
      case PAUSED -> RunState.PAUSED;
      case RETRYING -> RunState.RETRYING;
      case STOPPING -> RunState.STOPPING;
      case RUNNING -> {
        if (current == null) {
          yield RunState.STARTING;
        }
        if (!current.sources().stream().allMatch(SourceWorker::started)) {
          yield RunState.STARTING;
        }
        if (Watchdog.trouble(current) != null) {
          yield RunState.RETRYING;
        }
        // What came since the last look has advanced, however long ago that was.
        boolean advanced = sum() != lastSum || now() - lastAdvance < TaskStates.STALLED_AFTER;
        boolean nothingToDo = counts.inFlight() == 0 && sourcesHaveNothing(current);
        // All may be delivered, and a sink hang in the commit of it; and others may advance.
        yield aSinkIsLate(current) || !advanced && !nothingToDo
            ? RunState.STALLED
            : RunState.RUNNING;
      }
    };
  }

  private static boolean aSinkIsLate(Flow current) {
    return current.sinks().stream()
        .flatMap(sink -> sink.workers().stream())
        .anyMatch(worker -> TaskStates.isLate(worker.watch()));
  }

  private RunStatus.Counts counts(@Nullable Flow current) {
    Ledger.Counts ledger = plan.ledger().counts();
    int sinks = plan.pipeline().sinks().size();
    long delivered = Long.MAX_VALUE;
    long refusedBySink = 0;
    for (int sink = 0; sink < sinks; sink++) {
      int first =
          current == null ? resting.firstWorker(sink) : current.sinks().get(sink).firstWorker();
      int end =
          first
              + (current == null
                  ? resting.workers(sink)
                  : current.sinks().get(sink).workers().size());
      long one = ledger.sum(Kind.DELIVERED, first, end);
      long refused = ledger.sum(Kind.REFUSED_BY_SINK, first, end);
      // Of sinks that are equally far the one that refused most: a refusal anywhere is told.
      if (delivered == Long.MAX_VALUE
          || one + refused < delivered + refusedBySink
          || one + refused == delivered + refusedBySink && refused > refusedBySink) {
        delivered = one;
        refusedBySink = refused;
      }
    }
    long filtered = ledger.sum(Kind.FILTERED);
    long refused = ledger.sum(Kind.REFUSED_BY_TRANSFORM) + refusedBySink;
    long polled = ledger.sum(Kind.POLLED);
    return new RunStatus.Counts(
        polled, delivered, refused, filtered, polled - delivered - refused - filtered);
  }

  private @Nullable Duration lag(@Nullable Flow current, Instant at, boolean idle) {
    if (idle) {
      return Duration.ZERO;
    }
    if (current == null) {
      return null;
    }
    long oldest = Long.MAX_VALUE;
    for (SinkGroup sink : current.sinks()) {
      oldest = Math.min(oldest, MeterReadings.newestSourceMillis(sink));
    }
    return oldest == Long.MIN_VALUE || oldest == Long.MAX_VALUE
        ? null
        : Duration.ofMillis(Math.max(0, at.toEpochMilli() - oldest));
  }

  /**
   * Whether nothing is left to do, as far as anybody can know. A task whose first poll has not come
   * back may still be trying to reach its source: that proves nothing.
   */
  private static boolean isCaughtUp(Flow current) {
    return sourcesHaveNothing(current)
        && current.sources().stream().allMatch(source -> source.ended() || source.polls() > 0)
        && Watchdog.trouble(current) == null
        && current.isSettled();
  }

  private static boolean sourcesHaveNothing(Flow current) {
    return current.sources().stream().allMatch(SourceWorker::hasNothing);
  }

  private long now() {
    return plan.engine().tools().ticker().nanos();
  }
}
