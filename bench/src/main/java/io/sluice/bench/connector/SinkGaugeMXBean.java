package io.sluice.bench.connector;

/** What a sink of the bench saw, as others read it through JMX. */
public interface SinkGaugeMXBean {

  /** Records handed over so far. */
  long getCount();

  /** {@link System#nanoTime} when the first batch had been handed over; 0 before. */
  long getFirstNanos();

  /** Records in that first batch: what came before the first reading of the time. */
  long getFirstCount();

  /** {@link System#nanoTime} when the latest batch had been handed over; 0 before. */
  long getLastNanos();

  /**
   * Microseconds from commit to hand-over, one for each record, where the sink takes them; else
   * empty.
   */
  long[] getLatencies();
}
