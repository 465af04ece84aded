package io.sluice.connector.postgres.incremental;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched and is not taken yet: bounded by its bytes (Invariant 6), with room for one
 * thing at least. Thread-safe.
 */
final class Batches {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition freed = lock.newCondition();
  private final ArrayDeque<Weighed> waiting = new ArrayDeque<>();
  private final long capacity;
  private final long patienceNanos;
  private long bytes;
  private boolean begun;
  private boolean unwanted;

  private record Weighed(Object what, long weight) {}

  /**
   * @param capacity bytes that may wait
   * @param patienceNanos how long to wait for room before the first thing is taken
   */
  Batches(long capacity, long patienceNanos) {
    this.capacity = capacity;
    this.patienceNanos = patienceNanos;
  }

  /**
   * Waits for room. Where nobody has begun to take when patience ends, all is given up: {@link
   * Fetch#GIVEN_UP} is then all there is to take.
   *
   * @return whether somebody will take it
   */
  boolean put(Object what, long weight) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = patienceNanos;
      while (!unwanted && !waiting.isEmpty() && bytes + weight > capacity) {
        if (begun) {
          freed.await();
        } else if (nanos > 0) {
          nanos = freed.awaitNanos(nanos);
        } else {
          drop();
          waiting.add(new Weighed(Fetch.GIVEN_UP, 0));
          filled.signal();
        }
      }
      if (!unwanted) {
        waiting.add(new Weighed(what, weight));
        bytes += weight;
        filled.signal();
      }
      return !unwanted;
    } finally {
      lock.unlock();
    }
  }

  /** The next one, null when none came within the time. */
  @Nullable Object take(long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
      while (waiting.isEmpty()) {
        if (nanos <= 0) {
          return null;
        }
        nanos = filled.awaitNanos(nanos);
      }
      begun = true;
      Weighed next = waiting.remove();
      bytes -= next.weight();
      freed.signal();
      return next.what();
    } finally {
      lock.unlock();
    }
  }

  /** Nobody takes any more: what waits is forgotten, and whoever puts is told. */
  void refuse() {
    lock.lock();
    try {
      drop();
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    unwanted = true;
    waiting.clear();
    bytes = 0;
  }
}
