package io.sluice.server.fleet;

import io.sluice.engine.run.RunOptions;
import io.sluice.pipeline.Problem;
import io.sluice.server.fleet.Step.Turn;
import io.sluice.server.fleet.Step.Wanted;
import io.sluice.server.folder.Definition;
import io.sluice.server.folder.PipelineFile;
import io.sluice.server.view.Desired;
import io.sluice.server.view.PipelineView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One pipeline of the project: what is wanted of it and what there is. Thread-safe; nothing here
 * waits for a plugin or a disk but {@link #awaitStopped} and {@link #awaitEndOf}.
 */
final class ManagedPipeline {
  /** What people ask for is done in less, but for a move of a position on Kafka. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** What is to be started. */
  record Order(Definition definition, RunOptions options) {}

  private final String name;
  private final Clock clock;
  private final Attempts attempts;
  private final Standing standing;
  private final OneAtATime asking;
  private @Nullable Definition definition;
  private List<PipelineFile> files = List.of();
  private List<Problem> lost = List.of();
  private Desired desired;
  private boolean once;
  private boolean removed;
  private boolean forgotten;
  private long definitions;
  private long asked;

  /**
   * @param completed whether the last run that the state knows of read its source to the end
   */
  ManagedPipeline(
      String name,
      Desired desired,
      boolean completed,
      FleetSettings settings,
      Clock clock,
      RandomGenerator random) {
    this.name = name;
    this.asking = new OneAtATime("pipeline " + name, LONGEST_WAIT);
    this.desired = desired;
    this.clock = clock;
    this.attempts = new Attempts(settings, random);
    this.standing = new Standing(completed, clock.instant());
  }

  String name() {
    return name;
  }

  /** By which is done what somebody asks for: one at a time for a pipeline. */
  OneAtATime asking() {
    return asking;
  }

  /**
   * This version is to run from now on, in place of another one.
   *
   * @return whether it will; not if the pipeline was forgotten, so that nobody looks after this
   */
  synchronized boolean define(Definition version) {
    if (forgotten) {
      return false;
    }
    definition = version;
    definitions++;
    removed = false;
    return true;
  }

  /**
   * For {@link Step#FORGET}.
   *
   * @return whether nobody looks after it any more; not if it is there again since
   */
  synchronized boolean forget() {
    forgotten = removed;
    return forgotten;
  }

  synchronized boolean isForgotten() {
    return forgotten;
  }

  /** The version that runs lies in another file. */
  synchronized void rename(Definition same) {
    definition = same;
  }

  /** It is to end, and to be forgotten. */
  synchronized void remove() {
    removed = true;
  }

  /**
   * How its files are now.
   *
   * @param found that say its name, or that said it; none if they are gone
   * @param problems of a file that cannot be read any more
   */
  synchronized void seen(List<PipelineFile> found, List<Problem> problems) {
    files = List.copyOf(found);
    lost = List.copyOf(problems);
  }

  /**
   * Somebody wants it so.
   *
   * @param anew whether a run that is under way, or failed, is to be followed by a new one
   */
  synchronized void want(Desired wanted, boolean anew) {
    desired = wanted;
    if (anew || once) { // A run to the source's end would end there.
      asked++;
    }
    once = false;
  }

  /** Somebody wants one run to its source's end. */
  synchronized void runOnce() {
    once = true;
    asked++;
  }

  synchronized Desired desired() {
    return desired;
  }

  /** The version that runs, or would be started; empty if none was ever applied. */
  synchronized Optional<Definition> definition() {
    return Optional.ofNullable(definition);
  }

  synchronized boolean isRemoved() {
    return removed;
  }

  /** The run that is under way; empty if none is. */
  synchronized Optional<Execution> running() {
    return attempts.found(clock.instant()).underWay() ? attempts.run() : Optional.empty();
  }

  /** Whether a run is under way, or being started or stopped. */
  synchronized boolean isActive() {
    Step.Found found = attempts.found(clock.instant());
    return found.busy() || found.underWay();
  }

  /** The same, or one to the source's end is about to start. */
  synchronized boolean isOccupied() {
    return isActive() || once;
  }

  /** What is to be done next. */
  synchronized Step next() {
    Instant now = clock.instant();
    Step.Found found = attempts.found(now);
    Ending ending = found.ending();
    if (ending != null && wanted().turn().equals(found.turn())) {
      switch (ending.kind()) {
        case STOPPED, COMPLETED, FOR_GOOD -> once = false;
        case MAY_PASS, ELSEWHERE -> {}
      }
    }
    if (ending != null && !found.busy()) {
      notifyAll();
    }
    return Step.next(wanted(), found, now);
  }

  private Wanted wanted() {
    Definition version = definition;
    boolean runnable = version != null;
    return new Wanted(runnable, desired, once, removed, new Turn(definitions, asked));
  }

  /** For {@link Step#START}; {@link #started} or {@link #refused} follows. */
  synchronized Order beginStart() {
    Definition version = definition;
    if (version == null) {
      throw new IllegalStateException("nothing to start");
    }
    boolean paused = desired == Desired.PAUSED && !once;
    attempts.beginStart(wanted().turn(), once, paused, clock.instant());
    RunOptions kind = once ? RunOptions.ONCE : RunOptions.UNTIL_STOPPED;
    return new Order(version, new RunOptions(once, kind.idleMeansEnd(), paused));
  }

  synchronized void started(Execution run) {
    attempts.started(run);
    notifyAll();
  }

  /** The time by which what happens to it is dated. */
  Instant now() {
    return clock.instant();
  }

  synchronized void refused(Ending how) {
    attempts.refused(how, clock.instant());
    notifyAll();
  }

  /** For {@link Step#STOP}; {@link #stopped} follows when the answer has stopped. */
  synchronized Execution beginStop() {
    return attempts.beginStop();
  }

  synchronized void stopped() {
    attempts.stopped();
    attempts.found(clock.instant());
    notifyAll();
  }

  /** For {@link Step#PAUSE} and {@link Step#RESUME}. */
  synchronized void pause(boolean wanted) {
    attempts.pause(wanted);
  }

  /** Whether it takes one of the places for those that are starting. */
  synchronized boolean isStarting() {
    return attempts.isStarting(clock.instant());
  }

  /** Whether something is about to change that nobody should wait a second for. */
  synchronized boolean isMoving() {
    return attempts.isMoving(clock.instant());
  }

  /**
   * Blocks until a condition holds, looked at whenever a run starts or ends; at most this long.
   *
   * @return whether it does
   */
  private boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /**
   * Blocks until nothing runs, or somebody wants it to run again.
   *
   * @return whether that came to be in time
   */
  synchronized boolean awaitStopped(Duration atMost) throws InterruptedException {
    return await(() -> desired != Desired.STOPPED || once || !isActive(), atMost);
  }

  /**
   * Blocks until that run has ended and is let go of.
   *
   * @return whether that came to be in time
   */
  synchronized boolean awaitEndOf(Execution run, Duration atMost) throws InterruptedException {
    return await(
        () -> !isActive() || attempts.run().filter(current -> current == run).isEmpty(), atMost);
  }

  /** How it is shown. */
  synchronized PipelineView view() {
    Instant now = clock.instant();
    attempts.found(now);
    return standing.view(
        new Standing.Basis(
            name, Optional.ofNullable(definition), files, lost, desired, removed, wanted()),
        attempts,
        now);
  }
}
