package io.sluice.http.limit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of the heap that bodies, and long answers, may fill at one time, with all that is made
 * of them. Whoever has a large one waits here until others are done with theirs; small ones never
 * wait. May be used from any thread.
 */
public final class BodyMemory {
  /** Bodies up to this many bytes are not counted: all of them at once are next to nothing. */
  private static final int SMALL = 32 << 10;

  private static final int BYTES_PER_PERMIT = 1 << 10;

  private final Semaphore permits;
  private final int all;
  private final int heapPerByte;
  private final Duration longestWait;

  /**
   * @param heapBytes how much of the heap there is for it
   * @param heapPerByte how many bytes of heap a byte of a body takes, with what is made of it
   * @param longestWait how long one waits for room
   */
  public BodyMemory(long heapBytes, int heapPerByte, Duration longestWait) {
    this.all = (int) Math.max(1, Math.min(Integer.MAX_VALUE, heapBytes / BYTES_PER_PERMIT));
    this.permits = new Semaphore(all, true);
    this.heapPerByte = heapPerByte;
    this.longestWait = longestWait;
  }

  /**
   * Waits until there is room for such a body; one that would never fit has all of it for itself.
   *
   * @throws BusyException if there was none in time
   */
  public Room take(int bodyBytes) {
    return takeHeap((long) bodyBytes * heapPerByte);
  }

  /**
   * The same for something else that fills as much of the heap.
   *
   * @throws BusyException if there was none in time
   */
  public Room takeHeap(long heapBytes) {
    if (heapBytes <= (long) SMALL * heapPerByte) {
      return new Room(0);
    }
    int wanted = (int) Math.min(all, heapBytes / BYTES_PER_PERMIT);
    try {
      if (permits.tryAcquire(wanted, longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Room(wanted);
      }
      throw new BusyException("Other large requests are being worked on; try again later");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException("The server is being stopped");
    }
  }

  /**
   * What somebody has; to be closed when the body and what was made of it are not needed. May be
   * used from any thread, and closed again.
   */
  public final class Room implements AutoCloseable {
    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Room(int taken) {
      this(new Shared(taken));
    }

    private Room(Shared shared) {
      this.shared = shared;
      shared.holders.incrementAndGet();
    }

    /** The same room for somebody else beside: it is free when all have closed it. */
    public Room share() {
      return new Room(shared);
    }

    /**
     * Gives back all but so much of the heap, once no more is needed. For who alone has the room,
     * until it is closed.
     */
    public void keep(long heapBytes) {
      int kept = (int) Math.min(all, heapBytes / BYTES_PER_PERMIT + 1);
      int before = shared.taken.getAndUpdate(taken -> Math.min(taken, kept));
      permits.release(before - shared.taken.get());
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true) && shared.holders.decrementAndGet() == 0) {
        permits.release(shared.taken.get());
      }
    }
  }

  private static final class Shared {
    private final AtomicInteger taken;
    private final AtomicInteger holders = new AtomicInteger();

    private Shared(int taken) {
      this.taken = new AtomicInteger(taken);
    }
  }
}
