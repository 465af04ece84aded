package io.sluice.engine.lane;

import io.sluice.engine.lane.LaneItem.Batch;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The ordered hand-over from one source task to one sink task: one thread on either end. Holds
 * whole batches, so its lock is taken once for hundreds of records.
 *
 * <p>Invariant 6: bounded by records and by estimated bytes; a full lane blocks the source's
 * thread. One batch is always admitted into an empty lane, however large. Barriers and openings
 * carry no records and are admitted always.
 */
public final class Lane {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final ArrayDeque<LaneItem> items = new ArrayDeque<>();
  private final int maxRecords;
  private final long maxBytes;
  private final Bell bell;
  private volatile int records;
  private long bytes;
  private boolean closed;

  /**
   * @param bell rung when something was put in
   */
  public Lane(int maxRecords, long maxBytes, Bell bell) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.bell = bell;
  }

  /**
   * Puts in a batch; waits while the lane is full.
   *
   * @throws CancellationException if the lane is or gets closed
   */
  public void put(Batch batch) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && records > 0 && isFullWith(batch)) {
        notFull.await();
      }
      requireOpen();
      items.add(batch);
      records = records + batch.records().size();
      bytes += batch.bytes();
    } finally {
      lock.unlock();
    }
    bell.ring();
  }

  /**
   * Puts in a barrier or an opening; never waits.
   *
   * @throws CancellationException if the lane is closed
   */
  public void putMark(LaneItem mark) {
    lock.lock();
    try {
      requireOpen();
      items.add(mark);
    } finally {
      lock.unlock();
    }
    bell.ring();
  }

  /** Takes the next item; null if there is none now. */
  public @Nullable LaneItem take() {
    lock.lock();
    try {
      LaneItem item = items.poll();
      if (item instanceof Batch batch) {
        records = records - batch.records().size();
        bytes -= batch.bytes();
        notFull.signal();
      }
      return item;
    } finally {
      lock.unlock();
    }
  }

  /** The next item, which stays where it is; null if there is none now. */
  public @Nullable LaneItem peek() {
    lock.lock();
    try {
      return items.peek();
    } finally {
      lock.unlock();
    }
  }

  /** How many records are in the lane. */
  public int waiting() {
    return records;
  }

  /** Lets go of what is in the lane, and of a thread that waits to put something in. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      for (LaneItem item : items) {
        if (item instanceof LaneItem.Opening opening) {
          opening.named().cancel(false);
        }
      }
      items.clear();
      records = 0;
      bytes = 0;
      notFull.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFullWith(Batch batch) {
    return records + batch.records().size() > maxRecords || bytes + batch.bytes() > maxBytes;
  }

  private void requireOpen() {
    if (closed) {
      throw new CancellationException("The lane was closed");
    }
  }
}
