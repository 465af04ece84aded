package io.sluice.engine.deadletter;

import io.sluice.engine.fault.Ticker;
import io.sluice.pipeline.ErrorPolicy;

/**
 * The share of refused records over a sliding window, against what the pipeline bears. The window
 * is kept as a ring of slices. Thread-safe.
 */
final class RefusalRate {
  private static final int SLICES = 30;

  private final ErrorPolicy policy;
  private final Ticker ticker;
  private final long sliceNanos;
  private final long[] seen = new long[SLICES];
  private final long[] refused = new long[SLICES];
  private long slice;
  private long refusedEver;

  RefusalRate(ErrorPolicy policy, Ticker ticker) {
    this.policy = policy;
    this.ticker = ticker;
    this.sliceNanos = Math.max(1, policy.window().toNanos() / SLICES);
    this.slice = ticker.nanos() / sliceNanos;
  }

  synchronized void seen(long records) {
    seen[turn()] += records;
  }

  /** So many of the records that were seen last are going to be seen once more. */
  synchronized void seenAgain(long records) {
    int at = turn();
    long left = records;
    for (int back = 0; back < SLICES && left > 0; back++) {
      int one = Math.floorMod(at - back, SLICES);
      long taken = Math.min(left, seen[one]);
      seen[one] -= taken;
      left -= taken;
    }
  }

  /** Counts refused records that were not refused before. */
  synchronized void refused(long records) {
    refused[turn()] += records;
    refusedEver += records;
  }

  /**
   * Whether too many were refused.
   *
   * @param more on top of those that were counted
   */
  synchronized boolean isTooMany(long more) {
    turn();
    long of = sum(seen);
    return refusedEver + more > policy.maxCount()
        || (of >= policy.minRecords() && sum(refused) + more > of * policy.maxRate().fraction());
  }

  /** The figures, for people. */
  synchronized String verdict() {
    if (refusedEver > policy.maxCount()) {
      return refusedEver + " records were refused, on_error.max_count is " + policy.maxCount();
    }
    return "%d of the last %d records were refused, on_error.max_rate is %s%%"
        .formatted(sum(refused), sum(seen), policy.maxRate().fraction() * 100);
  }

  /** Moves on to the present slice, emptying those in between. */
  private int turn() {
    long now = ticker.nanos() / sliceNanos;
    for (long s = Math.max(slice + 1, now - SLICES + 1); s <= now; s++) {
      seen[Math.floorMod(s, SLICES)] = 0;
      refused[Math.floorMod(s, SLICES)] = 0;
    }
    slice = Math.max(slice, now);
    return Math.floorMod(slice, SLICES);
  }

  private static long sum(long[] slices) {
    long sum = 0;
    for (long one : slices) {
      sum += one;
    }
    return sum;
  }
}
