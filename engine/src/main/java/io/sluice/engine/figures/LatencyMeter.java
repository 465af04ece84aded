package io.sluice.engine.figures;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how long records took; always as large as it is at first. Thread-safe. */
public final class LatencyMeter {
  private final AtomicLongArray counts = new AtomicLongArray(Latency.BUCKETS);
  private final AtomicLong sumMillis = new AtomicLong();

  /**
   * @param millis that each of the records took; below zero, as clocks that differ make it, is zero
   */
  public void add(long millis, long records) {
    counts.addAndGet(Latency.bucketOf(millis), records);
    sumMillis.addAndGet(Math.max(0, millis) * records);
  }

  /** As of now. */
  public Latency read() {
    long[] copy = new long[Latency.BUCKETS];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = counts.get(i);
    }
    return Latency.of(copy, sumMillis.get());
  }
}
