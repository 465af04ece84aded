package io.sluice.connector.postgres.event;

import java.time.Clock;
import java.time.Instant;

/**
 * When an event was processed, boxed once and shared by the events of a batch.
 *
 * @param millis milliseconds since 1970
 * @param micros the same in microseconds
 * @param nanos the same in nanoseconds
 */
public record Processed(Long millis, Long micros, Long nanos) {

  public static Processed now(Clock clock) {
    Instant now = clock.instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return new Processed(nanos / 1_000_000, nanos / 1000, nanos);
  }
}
