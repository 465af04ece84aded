package io.sluice.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the server answers. Thread-safe. */
public final class HttpMeter {
  private static final int CLASSES = 5;

  private final AtomicLongArray byClass = new AtomicLongArray(CLASSES);
  private final LongAdder nanos = new LongAdder();

  /**
   * A request was answered.
   *
   * @param status of HTTP
   * @param took from when it was read to when its answer was handed over, in nanoseconds; zero for
   *     a stream of events
   */
  public void answered(int status, long took) {
    byClass.incrementAndGet(Math.min(CLASSES, Math.max(1, status / 100)) - 1);
    nanos.add(took);
  }

  List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      samples.add(Sample.of(Family.HTTP_REQUESTS, byClass.get(i), (i + 1) + "xx"));
    }
    samples.add(Sample.of(Family.HTTP_TIME, nanos.sum() / 1e9));
    return samples;
  }
}
