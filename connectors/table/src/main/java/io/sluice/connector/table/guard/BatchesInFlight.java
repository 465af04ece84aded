package io.sluice.connector.table.guard;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The batches that were handed over and are not applied yet: how much that may be, and whether the
 * database takes long for them. Handed by one thread, asked on any.
 */
final class BatchesInFlight {
  /**
   * Invariant 6: bytes of rows, estimated, that wait or are being applied. Enough to keep both
   * threads busy, and little enough to stay in a cache; a larger batch travels alone.
   */
  private static final int MOST_BYTES = 4 << 20;

  /**
   * A batch that takes longer than this, and longer for each of its rows than the other, is applied
   * by a database that is slow or far away. Larger ones share what each costs, whatever its size.
   */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LONG_NANOS_A_ROW = TimeUnit.MICROSECONDS.toNanos(5);

  private final LongSupplier nanos;
  private final Semaphore room = new Semaphore(MOST_BYTES);
  private final AtomicInteger waiting = new AtomicInteger();

  /** Whether the batch before took long. Written by the target's thread. */
  private volatile boolean slow;

  /**
   * None yet.
   *
   * @param nanos the time, as {@link System#nanoTime} has it
   */
  BatchesInFlight(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Hands a batch over, and waits for room before that.
   *
   * @param calls to the thread that applies it
   * @param bytes of it, estimated
   * @param rows of it
   * @param applying done there; throws nothing
   */
  void hand(TargetCalls calls, long bytes, int rows, Runnable applying) {
    int weight = (int) Math.min(MOST_BYTES, bytes + 1);
    room.acquireUninterruptibly(weight);
    waiting.incrementAndGet();
    calls.give(
        () -> {
          long began = nanos.getAsLong();
          try {
            applying.run();
          } finally {
            long took = nanos.getAsLong() - began;
            slow = took > LONG_NANOS && took > LONG_NANOS_A_ROW * rows;
            waiting.decrementAndGet();
            room.release(weight);
          }
        });
  }

  /** Whether a batch waits or is being applied. */
  boolean isAny() {
    return waiting.get() > 0;
  }

  /** Whether the last one took long. */
  boolean isSlow() {
    return slow;
  }
}
