package io.sluice.server.fleet;

import io.sluice.server.operate.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has things done one after the other. Who asks by HTTP holds one of the few places for requests
 * while it waits: so none waits for long, and is told what is under way. Thread-safe.
 */
final class OneAtATime {
  private final String what;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Doing doing;

  /**
   * What is under way.
   *
   * @param clause without its full stop, as "its position is moved"
   * @param since by {@link System#nanoTime}
   */
  private record Doing(String clause, long since) {}

  /**
   * @param what of which one is done at a time, for people
   * @param patience how long who asks waits for what is under way
   */
  OneAtATime(String what, Duration patience) {
    this.what = what;
    this.patience = patience;
  }

  /**
   * Does it.
   *
   * @param clause says to others what is under way meanwhile, as "its position is moved"
   * @throws Refusal if something else takes longer than anybody should wait; nothing is done then
   */
  <T> T during(String clause, Supplier<T> work) {
    return ifFree(patience, clause, work).orElseThrow(this::refusal);
  }

  /** Does it when all else is through, however long that takes: for threads that may wait. */
  <T> T whenever(String clause, Supplier<T> work) {
    lock.lock();
    return locked(clause, work);
  }

  /** Does it unless something else takes longer; empty then. */
  <T> Optional<T> ifFree(Duration within, String clause, Supplier<T> work) {
    try {
      if (!lock.tryLock(within.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    return Optional.of(locked(clause, work));
  }

  private <T> T locked(String clause, Supplier<T> work) {
    try {
      doing = new Doing(clause, System.nanoTime());
      return work.get();
    } finally {
      doing = null;
      lock.unlock();
    }
  }

  private Refusal refusal() {
    Doing now = doing;
    return new Refusal(
        Refusal.Kind.CONFLICT,
        what
            + " is busy"
            + (now == null
                ? ""
                : ": "
                    + now.clause()
                    + ", for "
                    + Duration.ofNanos(System.nanoTime() - now.since()).toSeconds()
                    + " s now"),
        "Nothing was changed. Ask again when that is through.");
  }
}
