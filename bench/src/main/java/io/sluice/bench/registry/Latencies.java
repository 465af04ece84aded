package io.sluice.bench.registry;

import java.util.Arrays;

/** How long requests took. For one thread. */
final class Latencies {
  private long[] nanos = new long[1 << 12];
  private int count;
  private int unanswered;

  void answered(long nanos) {
    add(nanos);
  }

  /** It counts with the time that was waited for it. */
  void unanswered(long nanos) {
    add(nanos);
    unanswered++;
  }

  void add(Latencies others) {
    for (int i = 0; i < others.count; i++) {
      add(others.nanos[i]);
    }
    unanswered += others.unanswered;
  }

  int answered() {
    return count - unanswered;
  }

  int unanswered() {
    return unanswered;
  }

  /** In milliseconds. */
  double percentile(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0
        ? Double.NaN
        : sorted[(int) Math.min(count - 1L, (long) (share * count))] / 1e6;
  }

  private void add(long value) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = value;
  }
}
