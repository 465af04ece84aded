package io.sluice.engine.figures;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how often a stage was gone through, and what time that took. Thread-safe. */
public final class StageMeter {
  private final AtomicLong batches = new AtomicLong();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();

  /** A batch went through. */
  public void add(long recordsOfBatch, long nanosOfBatch) {
    batches.incrementAndGet();
    records.addAndGet(recordsOfBatch);
    nanos.addAndGet(nanosOfBatch);
  }

  /** How many batches went through. */
  public long batches() {
    return batches.get();
  }

  /** How many records were in them. */
  public long records() {
    return records.get();
  }

  /** What time that took, of all who went through together. */
  public Duration time() {
    return Duration.ofNanos(nanos.get());
  }
}
