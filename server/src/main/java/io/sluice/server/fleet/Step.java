package io.sluice.server.fleet;

import io.sluice.server.view.Desired;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done next with a pipeline, so that it comes to be as it is wanted. */
enum Step {
  NOTHING,
  START,
  /** Ends the run in order; what follows is decided when it has ended. */
  STOP,
  PAUSE,
  RESUME,
  /** It was removed and does not run any more. */
  FORGET;

  /**
   * What is wanted.
   *
   * @param runnable whether there is a version that can run here
   * @param once whether somebody wants it to run through to its source's end although it is stopped
   * @param removed whether its file is gone
   * @param turn which version, and which start of it that somebody asked for: another turn means
   *     another run
   */
  record Wanted(boolean runnable, Desired desired, boolean once, boolean removed, Turn turn) {}

  /**
   * Which version of a pipeline, and the how manieth start of it that somebody asked for.
   *
   * @param definition number of the version in this process
   */
  record Turn(long definition, long asked) {}

  /**
   * What there is.
   *
   * @param busy whether a start or a stop is being done
   * @param turn that of the run that is under way or was the last; null if there was none
   * @param underWay whether the run has not ended
   * @param paused whether the run was told to pause
   * @param ending how the run, or the attempt to start it, ended; null if it has not
   * @param nextTry when a new attempt may be made; null if none may
   */
  record Found(
      boolean busy,
      @Nullable Turn turn,
      boolean underWay,
      boolean paused,
      @Nullable Ending ending,
      @Nullable Instant nextTry) {}

  /** Decides, and does nothing else. */
  static Step next(Wanted wanted, Found found, Instant now) {
    if (found.busy()) {
      return NOTHING;
    }
    return found.underWay() ? ofRun(wanted, found) : withoutRun(wanted, found, now);
  }

  private static Step ofRun(Wanted wanted, Found found) {
    boolean another = !wanted.turn().equals(found.turn());
    boolean unwanted = wanted.desired() == Desired.STOPPED && !wanted.once();
    if (wanted.removed() || unwanted || another) {
      return STOP;
    }
    boolean pause = wanted.desired() == Desired.PAUSED;
    if (pause == found.paused()) {
      return NOTHING;
    }
    return pause ? PAUSE : RESUME;
  }

  private static Step withoutRun(Wanted wanted, Found found, Instant now) {
    if (wanted.removed()) {
      return FORGET;
    }
    if (!wanted.runnable() || wanted.desired() == Desired.STOPPED && !wanted.once()) {
      return NOTHING;
    }
    Ending ending = found.ending();
    if (ending == null || !wanted.turn().equals(found.turn())) {
      return START;
    }
    return switch (ending.kind()) {
      case STOPPED -> START; // By nobody who wanted it so.
      case COMPLETED, FOR_GOOD -> NOTHING;
      case MAY_PASS, ELSEWHERE ->
          found.nextTry() != null && !now.isBefore(found.nextTry()) ? START : NOTHING;
    };
  }
}
