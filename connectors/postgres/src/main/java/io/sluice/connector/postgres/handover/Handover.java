package io.sluice.connector.postgres.handover;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Hands records from the reading thread to {@code poll} in batches. Holds a bounded number of
 * records, so that a slow sink slows the reading and never fills the heap (Invariant 6). Small
 * batches that pile up are joined, so that each poll takes all there is. Where they come faster
 * than one a millisecond, a poll waits for that long since the last one: every record by itself
 * would wake three threads, and a stream of small transactions would be all waking.
 */
public final class Handover {

  /** How soon after a batch another one is handed out that could have more in it. */
  private static final long GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition freed = lock.newCondition();
  private final ArrayDeque<List<SourceRecord>> batches = new ArrayDeque<>();
  private final int maxBatch;
  private final int capacity;
  private final long byteCapacity;
  private final ArrayDeque<Long> weights = new ArrayDeque<>();
  private int size;
  private long bytes;
  private boolean closed;
  private boolean noRoom;
  private boolean gathering;
  private final long gatheringNanos;
  private long taken;

  /**
   * @param maxBatch records that one {@link #take} returns at most
   * @param capacity records held at most, but always room for one batch
   * @param byteCapacity bytes that these may have had on the wire, but always room for one batch
   */
  public Handover(int maxBatch, int capacity, long byteCapacity) {
    this(maxBatch, capacity, byteCapacity, GATHERING_NANOS);
  }

  /** As above, with another pause between batches that are not full. */
  Handover(int maxBatch, int capacity, long byteCapacity, long gatheringNanos) {
    this.gatheringNanos = gatheringNanos;
    this.taken = System.nanoTime() - gatheringNanos;
    this.maxBatch = maxBatch;
    this.capacity = capacity;
    this.byteCapacity = byteCapacity;
  }

  /**
   * Gives a batch over, which then belongs to the taker.
   *
   * @param batch at most {@code maxBatch} records
   * @param weight bytes that they had on the wire
   * @param accepted run when there is room, before anybody sees the batch and while nobody else
   *     gives one over
   * @return false when there was no room within the time, or when this is closed: the batch is
   *     still the caller's
   */
  public boolean offer(List<SourceRecord> batch, long weight, long timeoutMillis, Runnable accepted)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
      while (!closed
          && size > 0
          && (size + batch.size() > capacity || bytes + weight > byteCapacity)) {
        noRoom = true;
        filled.signal(); // Whoever gathers gets nothing more.
        if (nanos <= 0) {
          return false;
        }
        nanos = freed.awaitNanos(nanos);
      }
      noRoom = false;
      if (closed) {
        return false;
      }
      accepted.run();
      List<SourceRecord> last = batches.peekLast();
      if (last != null && last.size() + batch.size() <= maxBatch) {
        last.addAll(batch);
        weights.add(weights.removeLast() + weight);
      } else {
        batches.add(batch);
        weights.add(weight);
      }
      size += batch.size();
      bytes += weight;
      if (!gathering || isWorthTaking()) {
        filled.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The next batch, null when none came within the time or this is closed and empty. */
  public @Nullable List<SourceRecord> take(long timeoutMillis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
      while (batches.isEmpty()) {
        if (closed || nanos <= 0) {
          return null;
        }
        nanos = filled.awaitNanos(nanos);
      }
      gather();
      List<SourceRecord> batch = batches.remove();
      size -= batch.size();
      bytes -= weights.remove();
      freed.signal();
      taken = System.nanoTime();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void gather() throws InterruptedException {
    gathering = true;
    try {
      long wait = taken + gatheringNanos - System.nanoTime();
      while (wait > 0 && !isWorthTaking()) {
        wait = filled.awaitNanos(wait);
      }
    } finally {
      gathering = false;
    }
  }

  private boolean isWorthTaking() {
    return batches.size() > 1 || size >= maxBatch || noRoom || closed;
  }

  /** No more batches come: whoever waits returns. What is held can still be taken. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      filled.signalAll();
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
