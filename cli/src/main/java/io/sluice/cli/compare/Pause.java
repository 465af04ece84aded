package io.sluice.cli.compare;

import java.time.Duration;

/** How time passes: the machine's, or a test's. */
public interface Pause {
  /** Waits. */
  void sleep(Duration time) throws InterruptedException;

  /** Nanoseconds of a clock that only ever goes on. */
  long nanos();

  /** That of the machine. */
  Pause MACHINE =
      new Pause() {
        @Override
        public void sleep(Duration time) throws InterruptedException {
          Thread.sleep(time.toMillis());
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };
}
