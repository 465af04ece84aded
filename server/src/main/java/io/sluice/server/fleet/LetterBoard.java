package io.sluice.server.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is read from topics of dead letters, for any number who look again and again: by one at a
 * time, not again within a moment, and the more rarely the longer it takes. Thread-safe.
 *
 * @param <T> what is read
 */
final class LetterBoard<T> {
  /** For so long nobody is asked again. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** Reading takes at most one part in so many of the time. */
  private static final int SHARE = 5;

  private final LetterReaders readers;
  private final LongSupplier nanos;
  private @Nullable T seen;
  private @Nullable CompletableFuture<T> last;
  private @Nullable CompletableFuture<T> reading;
  private int turn;
  private long askedAt;
  private volatile long tookNanos;

  /** Looks into the topics. */
  @FunctionalInterface
  interface Look<T> {
    /**
     * What they have now.
     *
     * @param before what they had; null if nobody knows
     */
    T since(@Nullable T before);
  }

  /**
   * @param nanos a clock that only ever goes on
   */
  LetterBoard(LetterReaders readers, LongSupplier nanos) {
    this.readers = readers;
    this.nanos = nanos;
  }

  /** What the topics have, or had a moment ago; fails as the look does. */
  synchronized CompletableFuture<T> look(Look<T> look) {
    CompletableFuture<T> underWay = reading;
    if (underWay != null) {
      return underWay;
    }
    CompletableFuture<T> known = last;
    long since = nanos.getAsLong() - askedAt;
    if (known != null && since < Math.max(FRESH.toNanos(), SHARE * tookNanos)) {
      return known;
    }
    @Nullable T before = seen;
    int mine = ++turn;
    CompletableFuture<T> told =
        readers
            .read(() -> timed(look, before))
            .whenComplete((now, failure) -> over(mine, now, failure));
    if (!told.isDone()) {
      reading = told; // Whoever reads it comes to the end of it behind this method.
    }
    return told;
  }

  private T timed(Look<T> look, @Nullable T before) {
    long begin = nanos.getAsLong();
    try {
      return look.since(before);
    } finally {
      tookNanos = nanos.getAsLong() - begin;
    }
  }

  private synchronized void over(int mine, @Nullable T now, @Nullable Throwable failure) {
    if (mine != turn) {
      return; // It was forgotten meanwhile.
    }
    reading = null;
    askedAt = nanos.getAsLong();
    if (now == null) {
      last =
          CompletableFuture.failedFuture(
              failure == null ? new IllegalStateException("nothing was read") : failure);
    } else {
      last = CompletableFuture.completedFuture(now);
      seen = now;
    }
  }

  /** What the topics had when they were read last, however long ago. */
  synchronized Optional<T> seen() {
    return Optional.ofNullable(seen);
  }

  /** Something was done to the letters: what is known of them holds no more. */
  synchronized void forget() {
    seen = null;
    last = null;
    reading = null;
    turn++;
  }
}
