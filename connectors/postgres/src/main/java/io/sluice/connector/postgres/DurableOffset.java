package io.sluice.connector.postgres;

import io.sluice.connector.postgres.position.Position;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Learns up to where a task's offsets are durable, by reading them where they are kept. A worker of
 * Kafka Connect reads the end of a topic for that, and says that something is durable behind every
 * batch: asking each time would take longer than the batch. So asking may take a twentieth of the
 * time: what was said in between is made up for by a later poll. The slot's log is kept a moment
 * longer, nothing else waits. Thread-safe: a worker may say so from another thread than it polls
 * on.
 */
final class DurableOffset {

  /** For one part of time that an answer took, so many pass until the next question. */
  private static final int REST = 19;

  /** However long an answer took: a machine that stood still must not be punished for minutes. */
  private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Supplier<@Nullable Position> stored;
  private final LongSupplier nanos;
  private volatile boolean due;
  private volatile long next;

  /**
   * @param stored reads the offset, null for none
   * @param nanos as {@link System#nanoTime}
   */
  DurableOffset(Supplier<@Nullable Position> stored, LongSupplier nanos) {
    this.stored = stored;
    this.nanos = nanos;
    next = nanos.getAsLong();
  }

  /** Offsets have become durable. As {@link #look}. */
  @Nullable Position committed() {
    due = true;
    return look();
  }

  /**
   * Gives what is durable if there is news and it may be asked for; null otherwise. Throws what
   * reading throws: it is asked again a few seconds later.
   */
  @Nullable Position look() {
    return due && nanos.getAsLong() - next >= 0 ? ask() : null;
  }

  private synchronized @Nullable Position ask() {
    long before = nanos.getAsLong();
    if (!due || before - next < 0) {
      return null; // Another thread has just asked.
    }
    due = false; // Before the question: what becomes durable behind it is news again.
    Position answer;
    try {
      answer = stored.get();
    } catch (RuntimeException | Error unanswered) {
      next = nanos.getAsLong() + LONGEST_REST_NANOS;
      due = true;
      throw unanswered;
    }
    long after = nanos.getAsLong();
    next = after + Math.min(LONGEST_REST_NANOS, REST * (after - before));
    return answer;
  }
}
