package io.sluice.engine.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The last moment of which it is known that everything the source had given by then is committed.
 * That of an epoch is when it was cut, not when it was committed: what waits in the lanes before a
 * slow sink came in between. Thread-safe.
 */
final class Wholeness {
  private final Clock clock;
  private final ConcurrentSkipListMap<Long, Instant> cuts = new ConcurrentSkipListMap<>();
  private volatile @Nullable Instant upTo;

  Wholeness(Clock clock) {
    this.clock = clock;
  }

  /** A barrier is in every lane: what comes now belongs to the next epoch. */
  void cut(long epoch) {
    cuts.put(epoch, clock.instant());
  }

  /** An epoch, and with it all before it, is committed. */
  void committed(long epoch) {
    Map.Entry<Long, Instant> cut = cuts.floorEntry(epoch);
    if (cut != null) {
      until(cut.getValue());
    }
    cuts.headMap(epoch, true).clear();
  }

  /** Nothing is left to do. */
  void now() {
    until(clock.instant());
  }

  /** Known of an earlier flow, or by another way. */
  synchronized void until(Instant moment) {
    Instant before = upTo;
    if (before == null || moment.isAfter(before)) {
      upTo = moment;
    }
  }

  /** Epochs that were cut and not committed will be cut again, by other numbers. */
  void flowEnded() {
    cuts.clear();
  }

  /** How long ago that moment was; null if there is none. */
  @Nullable Duration age(Instant at) {
    Instant moment = upTo;
    if (moment == null) {
      return null;
    }
    return moment.isAfter(at) ? Duration.ZERO : Duration.between(moment, at);
  }
}
