package io.sluice.bench.limit;

/** Things per second out of nanoseconds. */
public final class Rate {

  private Rate() {}

  public static double perSecond(long things, long nanos) {
    return things * 1e9 / nanos;
  }
}
