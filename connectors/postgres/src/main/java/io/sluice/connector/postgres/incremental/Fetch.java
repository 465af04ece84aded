package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.position.TableRead;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A chunk on its way from the thread that fetches it to the one that gives its rows out. What the
 * reading thread calls and what the fetching one calls are told apart below.
 */
final class Fetch {

  /**
   * All there is of a chunk that was fetched before its turn and did not fit the room, as its turn
   * did not come soon: its lock and its snapshot must not be kept for as long as that may take.
   */
  static final Object GIVEN_UP = new Object();

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Batches batches;
  private final int limit;
  private final BlockingQueue<Boolean> answer = new ArrayBlockingQueue<>(1);

  /** Completes when the connection is free again, with what is left of the table, null for none. */
  private final CompletableFuture<@Nullable TableRead> over = new CompletableFuture<>();

  Fetch(int limit, long capacity) {
    this.limit = limit;
    this.batches = new Batches(capacity, PATIENCE_NANOS);
  }

  /** How many rows it has at most. */
  int limit() {
    return limit;
  }

  // The reading thread's.

  /**
   * The answer to a chunk.
   *
   * @param wanted whether its rows are to be fetched; else the end comes
   */
  void answer(boolean wanted) {
    answer.add(wanted);
  }

  /**
   * The next of: the {@link Chunk}, then lists of rows, then {@link ChunkFetch#END}; or an
   * exception, and nothing behind it. {@link #GIVEN_UP} alone of one that has to be ordered anew.
   * Null when nothing came within the time.
   */
  @Nullable Object take(long millis) throws InterruptedException {
    return batches.take(millis);
  }

  /** Nobody takes what is left. */
  void cancel() {
    answer.offer(false);
    batches.refuse();
  }

  // The fetching thread's.

  /** Whether the rows are wanted; waits until that is known. */
  boolean isWanted() throws InterruptedException {
    return answer.take();
  }

  /** False when nobody takes it. */
  boolean give(Object what, long weight) throws InterruptedException {
    return batches.put(what, weight);
  }

  void over(@Nullable TableRead rest) {
    over.complete(rest);
  }

  /** Waits until the connection is free; what this one left, null for nothing. */
  @Nullable TableRead awaitRest() {
    return over.join();
  }
}
