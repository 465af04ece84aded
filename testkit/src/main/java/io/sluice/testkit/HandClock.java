package io.sluice.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until a test turns it. Wall time and the ticker are apart, as they are
 * on a machine: {@link #advance} moves both, {@link #setWall} only what the wall shows, as an
 * operator or NTP does.
 *
 * <p>Safe for use by several threads.
 */
public final class HandClock extends Clock {
  private static final Instant DEFAULT_START = Instant.parse("2030-01-01T00:00:00Z");

  private Instant wall;
  private long nanos;

  public HandClock() {
    this(DEFAULT_START);
  }

  public HandClock(Instant start) {
    this.wall = start;
  }

  /** Lets time pass. Time does not run backwards: a negative duration is refused. */
  public synchronized void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "Time passes forwards only; use setWall to turn the wall clock back: " + time);
    }
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  /** Sets what the wall clock shows, forwards or back, without any time passing. */
  public synchronized void setWall(Instant instant) {
    wall = instant;
  }

  /**
   * The ticker, in nanoseconds since this clock was made: for whoever takes a {@code
   * System::nanoTime}.
   */
  public LongSupplier ticker() {
    return this::nanos;
  }

  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant instant() {
    return wall;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** This clock tells UTC, always. */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("A HandClock tells UTC");
  }
}
