package io.sluice.bench.server;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * How long answers took.
 *
 * @param millis of each, in order of size
 */
public record Asked(double[] millis) {

  /** Asks for each of the paths in turn, one after the other, for so long. */
  public static Asked during(ServedFolder served, List<String> paths, double seconds)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    double[] taken = new double[1 << 20];
    int count = 0;
    while (System.nanoTime() < end && count < taken.length) {
      String path = paths.get(count % paths.size());
      long began = System.nanoTime();
      int status = served.get(path).statusCode();
      taken[count++] = (System.nanoTime() - began) / 1e6;
      if (status != 200) {
        throw new IOException("Expected " + path + " but was answered " + status);
      }
    }
    double[] sorted = Arrays.copyOf(taken, count);
    Arrays.sort(sorted);
    return new Asked(sorted);
  }

  /** Below which this share of them is. */
  public double percentile(double share) {
    return millis[(int) Math.min(millis.length - 1L, (long) (share * millis.length))];
  }
}
