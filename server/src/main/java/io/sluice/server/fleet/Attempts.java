package io.sluice.server.fleet;

import io.sluice.engine.run.RunError;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.server.fleet.Step.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one pipeline in this process: the one that is under way or was the last, how it
 * ended, when the next may be tried. Guarded by its {@link ManagedPipeline}.
 */
final class Attempts {
  /** What a thread of the fleet is doing about it. */
  enum Work {
    NONE,
    STARTING,
    STOPPING
  }

  private static final Duration ELSEWHERE_RETRY = Duration.ofSeconds(2);

  private final FleetSettings settings;
  private final RandomGenerator random;
  private Work work = Work.NONE;
  private @Nullable Turn turn;
  private @Nullable Execution execution;
  private @Nullable RunStatus seen;
  private @Nullable Instant startedAt;
  private boolean once;
  private boolean paused;
  private @Nullable Ending ending;
  private @Nullable Instant nextTry;
  private int failures;

  Attempts(FleetSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** Looks at the run, and takes down how it ended if it has. */
  Step.Found found(Instant now) {
    Execution current = execution;
    if (current != null && ending == null) {
      RunStatus status = current.status();
      seen = status;
      if (work == Work.NONE && status.state().ended()) {
        ended(Ending.of(status, current.mayPass()), hasCommitted(status), now);
      }
    }
    return new Step.Found(work != Work.NONE, turn, isUnderWay(), paused, ending, nextTry);
  }

  private boolean isUnderWay() {
    return execution != null && ending == null;
  }

  private static boolean hasCommitted(RunStatus status) {
    RunStatus.LastCheckpoint last = status.checkpoint();
    return last != null && last.at().isAfter(status.startedAt());
  }

  private void ended(Ending how, boolean gotFurther, Instant now) {
    ending = how;
    nextTry = null;
    switch (how.kind()) {
      case MAY_PASS -> {
        failures = gotFurther ? 1 : failures + 1;
        nextTry = now.plus(pause());
      }
      case ELSEWHERE -> nextTry = now.plus(soon());
      case STOPPED, COMPLETED, FOR_GOOD -> failures = 0;
    }
  }

  /** To ask who has a pipeline costs next to nothing, and who dies lets go without a word. */
  private Duration soon() {
    return settings.firstRetry().compareTo(ELSEWHERE_RETRY) < 0
        ? settings.firstRetry()
        : ELSEWHERE_RETRY;
  }

  /** Twice as long with each failure, and not all pipelines of one server at the same moment. */
  private Duration pause() {
    long longest = settings.longestRetry().toMillis();
    long first = settings.firstRetry().toMillis();
    long full = Math.min(longest, first << Math.min(failures - 1, 20));
    return Duration.ofMillis(full / 2 + (long) (random.nextDouble() * full / 2));
  }

  void beginStart(Turn of, boolean toTheEnd, boolean startPaused, Instant now) {
    if (!of.equals(turn)) {
      failures = 0;
    }
    work = Work.STARTING;
    turn = of;
    once = toTheEnd;
    paused = startPaused;
    startedAt = now;
    ending = null;
    nextTry = null;
    execution = null;
    seen = null;
  }

  void started(Execution run) {
    work = Work.NONE;
    execution = run;
  }

  void refused(Ending how, Instant now) {
    work = Work.NONE;
    ended(how, false, now);
  }

  Execution beginStop() {
    work = Work.STOPPING;
    return run().orElseThrow();
  }

  void stopped() {
    work = Work.NONE;
  }

  void pause(boolean wanted) {
    paused = wanted;
    run().ifPresent(wanted ? Execution::pause : Execution::resume);
  }

  /** Whether it takes one of the places for those that are starting. */
  boolean isStarting(Instant now) {
    Instant since = startedAt;
    if (since == null || now.isAfter(since.plus(settings.startPatience()))) {
      return false;
    }
    return work == Work.STARTING
        || isUnderWay() && run().map(r -> r.status().state() == RunState.STARTING).orElse(false);
  }

  /** Whether something is about to change that nobody should wait a second for. */
  boolean isMoving(Instant now) {
    return work != Work.NONE || isStarting(now);
  }

  Work work() {
    return work;
  }

  /** The run that is under way or was the last; empty if there was none. */
  Optional<Execution> run() {
    return Optional.ofNullable(execution);
  }

  /** How that run stood when it was looked at last. */
  Optional<RunStatus> status() {
    return Optional.ofNullable(seen)
        .map(status -> status.state().ended() ? status.atRest() : status);
  }

  /** Whether it was to run to its source's end only. */
  boolean once() {
    return once;
  }

  @Nullable Turn turn() {
    return turn;
  }

  /** Why the last attempt to start a run was refused; empty if it was not. */
  Optional<RunError> refusal() {
    return Optional.ofNullable(ending).flatMap(Ending::error);
  }

  @Nullable Ending ending() {
    return ending;
  }

  @Nullable Instant nextTry() {
    return nextTry;
  }
}
