package io.sluice.connector.postgres.snapshot;

import io.sluice.connector.postgres.config.DailyWindow;
import io.sluice.connector.postgres.config.SnapshotOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the reading back to so many rows a second and to the hours that it may take. Thread-safe;
 * asked once a batch.
 */
public final class Pace {

  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final long rowsPerSecond;
  private final @Nullable DailyWindow window;
  private final Clock clock;
  private final BooleanSupplier stopping;
  private long free = System.nanoTime();
  private boolean waiting;

  Pace(SnapshotOptions options, Clock clock, BooleanSupplier stopping) {
    this.rowsPerSecond = options.rowsPerSecond();
    this.window = options.window();
    this.clock = clock;
    this.stopping = stopping;
  }

  /** Rows that a batch may have, so that they come evenly. */
  int batch(int most) {
    return rowsPerSecond == 0 ? most : (int) Math.max(1, Math.min(most, rowsPerSecond / 10));
  }

  /**
   * Waits until so many rows may be handed over.
   *
   * @throws CancellationException when the task is stopping
   */
  void take(long rows) {
    if (window != null) {
      awaitWindow(window);
    }
    if (rowsPerSecond > 0) {
      long until = reserve(rows);
      while (until - System.nanoTime() > 0) {
        pause(stopping, Math.min(STEP_NANOS, until - System.nanoTime()));
      }
    }
  }

  private synchronized long reserve(long rows) {
    long now = System.nanoTime();
    long begin = free - now > 0 ? free : now;
    free = begin + TimeUnit.SECONDS.toNanos(1) * rows / rowsPerSecond;
    return begin;
  }

  private void awaitWindow(DailyWindow hours) {
    Duration closed = hours.untilOpen(clock.instant());
    if (!closed.isZero() && isFirstToWait()) {
      LOG.info("The snapshot pauses until {} {}", hours.from(), hours.zone());
    }
    while (!closed.isZero()) {
      pause(stopping, STEP_NANOS);
      closed = hours.untilOpen(clock.instant());
    }
    goesOn();
  }

  private synchronized boolean isFirstToWait() {
    boolean first = !waiting;
    waiting = true;
    return first;
  }

  private synchronized void goesOn() {
    waiting = false;
  }

  /** Waits for so many nanoseconds, or until the task is stopping. */
  public static void pause(BooleanSupplier stopping, long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      if (stopping.getAsBoolean() || Thread.currentThread().isInterrupted()) {
        throw new CancellationException("The task is stopping");
      }
      LockSupport.parkNanos(Math.min(left, STEP_NANOS));
    }
  }
}
