package io.sluice.cli.compare;

import java.time.Duration;

/**
 * What a comparison may cost.
 *
 * @param rangeRows rows a range, which is what one query hashes
 * @param rowsPerSecond rows hashed a second on either side; 0 for as fast as it goes
 * @param differences differences of a table after which no more are looked for
 * @param patience how long to wait for the target to come to a position
 */
public record Limits(long rangeRows, long rowsPerSecond, int differences, Duration patience) {

  /** Checks. */
  public Limits {
    if (rangeRows < 1 || rowsPerSecond < 0 || differences < 1) {
      throw new IllegalArgumentException("a limit is not positive");
    }
  }
}
