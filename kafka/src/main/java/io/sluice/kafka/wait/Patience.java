package io.sluice.kafka.wait;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * For how long, and how often, somebody asks for what another process or a library tells only when
 * it is asked, as Connect's REST API does. It begins when it is made:
 *
 * <pre>{@code
 * Patience patience = new Patience(Duration.ofSeconds(60), Duration.ofMillis(250));
 * while (!isThere()) {
 *   if (!patience.again()) {
 *     throw new TooLate(patience.most());
 *   }
 * }
 * }</pre>
 *
 * <p>What happens in this process is not asked for again and again: a latch or a future says it.
 * For one thread.
 */
public final class Patience {
  private final Duration most;
  private final Duration every;
  private final Time time;
  private final long began;

  /** How time passes: the machine's, or a test's. */
  interface Time {
    /** Nanoseconds of a clock that only ever goes on. */
    long nanos();

    void sleep(long nanos) throws InterruptedException;
  }

  private static final Time MACHINE =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
      };

  /**
   * @param most after which nobody asks any more; zero or less for one who asks once
   * @param every how long to wait from one answer to the next question
   */
  public Patience(Duration most, Duration every) {
    this(most, every, MACHINE);
  }

  Patience(Duration most, Duration every, Time time) {
    this.most = most;
    this.every = every;
    this.time = time;
    began = time.nanos();
  }

  /**
   * Waits until it is time to ask again, the last time when all the time is over.
   *
   * @return false, at once, when it is over
   */
  public boolean again() throws InterruptedException {
    long left = most.toNanos() - (time.nanos() - began);
    if (left <= 0) {
      return false;
    }
    time.sleep(Math.min(left, every.toNanos()));
    return true;
  }

  /** What it was made with, to say it. */
  public Duration most() {
    return most;
  }
}
