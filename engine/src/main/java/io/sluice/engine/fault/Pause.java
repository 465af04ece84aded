package io.sluice.engine.fault;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How a thread waits before another attempt. */
@FunctionalInterface
public interface Pause {
  /** By sleeping. */
  Pause SLEEP = time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);

  void sleep(Duration time) throws InterruptedException;

  /** Waits, but not much longer once that is in vain. */
  default void sleepUnless(BooleanSupplier inVain, Duration time) throws InterruptedException {
    long slice = TimeUnit.MILLISECONDS.toNanos(50);
    for (long left = time.toNanos(); left > 0 && !inVain.getAsBoolean(); left -= slice) {
      sleep(Duration.ofNanos(Math.min(left, slice)));
    }
  }
}
