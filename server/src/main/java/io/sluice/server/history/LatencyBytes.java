package io.sluice.server.history;

import io.sluice.engine.figures.Latency;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A distribution as few bytes: version, sum, then for each bucket with something in it how many
 * empty ones are before it and how much it holds; numbers as {@link Varints}. Bytes of any released
 * version stay readable (invariant 10).
 */
final class LatencyBytes {
  private static final int VERSION = 1;

  private LatencyBytes() {}

  /** Null for one without anything in it. */
  static byte @Nullable [] write(Latency latency) {
    long[] counts = latency.counts();
    if (counts.length == 0) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    bytes.write(VERSION);
    Varints.write(bytes, latency.sumMillis());
    int empty = 0;
    for (long count : counts) {
      if (count == 0) {
        empty++;
      } else {
        Varints.write(bytes, empty);
        Varints.write(bytes, count);
        empty = 0;
      }
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if the bytes are no distribution, or of a newer version
   */
  static Latency read(byte @Nullable [] bytes) {
    if (bytes == null) {
      return Latency.NONE;
    }
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new IllegalArgumentException("expected a distribution of version " + VERSION);
    }
    Varints from = new Varints(bytes);
    from.next();
    long sum = from.next();
    long[] counts = new long[Latency.BUCKETS];
    int bucket = 0;
    while (from.hasMore()) {
      long empty = from.next();
      if (empty >= counts.length - bucket) {
        throw new IllegalArgumentException("expected at most " + counts.length + " buckets");
      }
      bucket += (int) empty;
      counts[bucket++] = from.next();
    }
    return Latency.of(counts, sum);
  }
}
