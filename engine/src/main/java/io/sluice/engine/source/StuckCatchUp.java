package io.sluice.engine.source;

import io.sluice.engine.fault.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * Judges whether a source still comes closer to what its sinks have already. It does not when it
 * has nothing more to give, or gives other records than before. Used by one thread.
 */
final class StuckCatchUp {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  /** A poll that waits for a full lane is no sign that the source gives other records. */
  private static final long POLLS_WITHOUT_PROGRESS = 100;

  private final Ticker ticker;
  private long lastLeft;
  private long lastLeftAt;
  private long lastLeftPolls;

  StuckCatchUp(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Looks again.
   *
   * @param left how many records the source has yet to come by
   * @param polls how many polls have come back so far
   * @param quietNanos for how long the source has given nothing
   */
  boolean look(long left, long polls, long quietNanos) {
    long now = ticker.nanos();
    if (left != lastLeft) {
      lastLeft = left;
      lastLeftAt = now;
      lastLeftPolls = polls;
    }
    boolean givesOthers =
        now - lastLeftAt > PATIENCE && polls - lastLeftPolls >= POLLS_WITHOUT_PROGRESS;
    return givesOthers || quietNanos > PATIENCE;
  }
}
