package io.sluice.engine.tap;

import java.time.Duration;

/**
 * How much may be seen at once, whatever flows (invariant 6).
 *
 * @param watches of one pipeline at the same time
 * @param records that a watch keeps: the newest
 * @param bytes that these may take, about
 * @param recordBytes that one record at one stage may take; the rest of it is left out
 * @param picks records that a watch follows in a second
 * @param perSecond of those, how many of each end (taken by the sinks, dropped or refused by one
 *     transform) it keeps; a watch of one key keeps all
 * @param lease how long a watch lasts after it was asked for last
 */
public record TapBounds(
    int watches,
    int records,
    long bytes,
    int recordBytes,
    int picks,
    int perSecond,
    Duration lease) {

  /** Those of a server. */
  public static TapBounds usual() {
    return new TapBounds(8, 200, 8 << 20, 64 << 10, 100, 5, Duration.ofSeconds(15));
  }
}
