package io.sluice.engine.run;

import io.sluice.engine.fault.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether a run is to stop, and by when it has to be over. Safe for use by several threads: anybody
 * may ask, the run's own thread listens.
 */
final class StopRequest {
  private final Ticker ticker;
  private volatile boolean asked;
  private volatile long deadline = Long.MAX_VALUE;

  /** The run's thread while it starts tasks, from which it can be called away; guarded by this. */
  private boolean starting;

  StopRequest(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Asks the run to stop; again, also with a shorter deadline.
   *
   * @param thread the run's, interrupted where it starts tasks: that may take long
   */
  synchronized void ask(Duration within, Thread thread) {
    deadline = Math.min(deadline, saturatedAdd(ticker.nanos(), within));
    asked = true;
    if (starting) {
      thread.interrupt();
    }
  }

  /** Asks for what is still under way to be abandoned. */
  void abandon() {
    deadline = ticker.nanos();
  }

  boolean isAsked() {
    return asked;
  }

  /**
   * From here on {@link #ask} interrupts. By the run's thread.
   *
   * @throws InterruptedException when it was asked already
   */
  synchronized void beginStart() throws InterruptedException {
    if (asked) {
      throw new InterruptedException();
    }
    starting = true;
  }

  /**
   * From here on nobody interrupts. By the run's thread.
   *
   * @return whether somebody had interrupted it; it is not any more
   */
  synchronized boolean endStart() {
    starting = false;
    return Thread.interrupted();
  }

  /**
   * When something that begins now has to be over, in the ticker's nanoseconds.
   *
   * @param allowed for it, where nobody wants it over earlier
   */
  long deadline(Duration allowed) {
    return Math.min(deadline, saturatedAdd(ticker.nanos(), allowed));
  }

  private static long saturatedAdd(long now, Duration time) {
    long nanos =
        time.compareTo(Duration.ofDays(365)) > 0 ? TimeUnit.DAYS.toNanos(365) : time.toNanos();
    return now + nanos;
  }
}
