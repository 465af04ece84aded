package io.sluice.engine.lane;

import java.util.concurrent.TimeUnit;

/** Wakes the one thread that drains several lanes. A ring is never lost. */
public final class Bell {
  private boolean rung;

  /** Wakes the thread that waits, or keeps the next one from waiting. */
  public synchronized void ring() {
    if (!rung) {
      rung = true;
      notifyAll();
    }
  }

  /** Waits for a ring, at most this long. */
  public synchronized void await(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    long left = nanos;
    while (!rung && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    rung = false;
  }
}
