package io.sluice.connector.postgres.incremental;

import io.sluice.connector.postgres.position.TableRead;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A chunk on its way from the thread that fetches it to the one that gives its rows out. What the
 * reading thread calls and what the fetching one calls are told apart below.
 */
final class Fetch {

  private final Batches batches;
  private final int limit;
  private final BlockingQueue<Boolean> answer = new ArrayBlockingQueue<>(1);

  /** Completes when the connection is free again, with what is left of the table, null for none. */
  private final CompletableFuture<@Nullable TableRead> over = new CompletableFuture<>();

  Fetch(int limit, long capacity) {
    this.limit = limit;
    this.batches = new Batches(capacity);
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
   * exception, and nothing behind it. Null when nothing came within the time.
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
