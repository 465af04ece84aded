package io.sluice.engine.fault;

/** Elapsed time, apart from the clock on the wall, so that a test can turn either by hand. */
@FunctionalInterface
public interface Ticker {
  /** The machine's own. */
  Ticker SYSTEM = System::nanoTime;

  /** Nanoseconds since some moment that stays the same for this ticker. */
  long nanos();
}
