package io.sluice.server.trace;

import io.sluice.engine.fault.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Says when a moment of the ticker was by the wall's clock. Made for each trace, so that the spans
 * of one have the order and lengths that they had, whatever happens to the clock meanwhile.
 *
 * @param ticks the ticker at a moment, in nanoseconds
 * @param wall the same moment since 1970, in nanoseconds
 */
record Moments(long ticks, long wall) {
  /** As of now. */
  static Moments now(Ticker ticker, Clock clock) {
    Instant now = clock.instant();
    return new Moments(
        ticker.nanos(), TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
  }

  /** Nanoseconds since 1970. */
  long of(long tick) {
    return wall + (tick - ticks);
  }
}
