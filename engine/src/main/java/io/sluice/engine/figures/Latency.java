package io.sluice.engine.figures;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many records took how long, in whole milliseconds. Buckets are log-linear: exact below 16 ms,
 * from there on eight to each doubling, so that a value is told within an eighth; what took longer
 * than 24 days is in the last. Immutable.
 */
public final class Latency {
  /** So many buckets there are. */
  public static final int BUCKETS = 232;

  /** Nothing was measured. */
  public static final Latency NONE = new Latency(new long[0], 0);

  private static final int EXACT = 16;
  private static final int FIRST_OCTAVE = 4;
  private static final int BITS = 3;
  private static final int IN_OCTAVE = 1 << BITS;

  private final long[] counts;
  private final long sumMillis;

  private Latency(long[] counts, long sumMillis) {
    this.counts = counts;
    this.sumMillis = sumMillis;
  }

  /**
   * @param counts by bucket, at most {@link #BUCKETS}; those that are left out are empty
   * @param sumMillis of all records
   */
  public static Latency of(long[] counts, long sumMillis) {
    if (counts.length > BUCKETS) {
      throw new IllegalArgumentException(
          "expected at most " + BUCKETS + " buckets, found " + counts.length);
    }
    int used = counts.length;
    while (used > 0 && counts[used - 1] == 0) {
      used--;
    }
    return used == 0 ? NONE : new Latency(Arrays.copyOf(counts, used), sumMillis);
  }

  /** The bucket of a value; a negative one, as clocks that differ make it, is zero. */
  public static int bucketOf(long millis) {
    if (millis < EXACT) {
      return (int) Math.max(0, millis);
    }
    int octave = 63 - Long.numberOfLeadingZeros(millis);
    int within = (int) (millis >>> (octave - BITS)) & (IN_OCTAVE - 1);
    return Math.min(BUCKETS - 1, EXACT + (octave - FIRST_OCTAVE) * IN_OCTAVE + within);
  }

  /** The least value of a bucket, in milliseconds. */
  public static long from(int bucket) {
    if (bucket < EXACT) {
      return bucket;
    }
    int octave = FIRST_OCTAVE + (bucket - EXACT) / IN_OCTAVE;
    return (long) (IN_OCTAVE + (bucket - EXACT) % IN_OCTAVE) << (octave - BITS);
  }

  /**
   * A bucket with something in it.
   *
   * @param from least value, in milliseconds
   * @param below the first value that is not in it
   */
  public record Bucket(long from, long below, long records) {}

  /** Those with something in them, from short to long. */
  public List<Bucket> buckets() {
    List<Bucket> found = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        found.add(new Bucket(from(i), from(i + 1), counts[i]));
      }
    }
    return found;
  }

  /** By bucket; a copy, without the empty ones at its end. */
  public long[] counts() {
    return counts.clone();
  }

  /** Of all records, in milliseconds. */
  public long sumMillis() {
    return sumMillis;
  }

  /** How many were measured. */
  public long records() {
    return Arrays.stream(counts).sum();
  }

  /**
   * The time within which so many of the records were there, in milliseconds, at most an eighth too
   * long; empty if nothing was measured.
   *
   * @param share above 0, up to 1
   */
  public OptionalLong percentile(double share) {
    long all = records();
    if (all == 0) {
      return OptionalLong.empty();
    }
    long wanted = Math.max(1, (long) Math.ceil(share * all));
    long seen = 0;
    int bucket = -1;
    while (seen < wanted && bucket + 1 < counts.length) {
      bucket++;
      seen += counts[bucket];
    }
    return OptionalLong.of(from(bucket + 1) - 1);
  }

  /**
   * How many took less than this.
   *
   * @param millis a power of two, or below 16: in between nobody can tell
   */
  public long below(long millis) {
    long sum = 0;
    for (int i = 0; i < counts.length && from(i) < millis; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** Both together. */
  public Latency plus(Latency other) {
    long[] sum = Arrays.copyOf(counts, Math.max(counts.length, other.counts.length));
    for (int i = 0; i < other.counts.length; i++) {
      sum[i] += other.counts[i];
    }
    return of(sum, sumMillis + other.sumMillis);
  }

  /** What came since an earlier look at the same; all of it if that was of another run. */
  public Latency since(Latency earlier) {
    if (earlier.counts.length > counts.length || earlier.sumMillis > sumMillis) {
      return this;
    }
    long[] left = counts.clone();
    for (int i = 0; i < earlier.counts.length; i++) {
      left[i] -= earlier.counts[i];
      if (left[i] < 0) {
        return this;
      }
    }
    return of(left, sumMillis - earlier.sumMillis);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Latency latency
        && sumMillis == latency.sumMillis
        && Arrays.equals(counts, latency.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Latency" + buckets();
  }
}
