package io.sluice.server.fleet;

import io.sluice.kafka.deadletter.LetterException;
import io.sluice.server.operate.Refusal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics of dead letters, a few at a time, on threads of their own: who looks waits for an
 * answer only so long, and a Kafka that does not answer one of them is asked nothing for a moment.
 * Thread-safe.
 */
final class LetterReaders implements AutoCloseable {
  private static final int AT_ONCE = 4;
  private static final int MOST_WAITING = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** All pipelines of a project are on one Kafka: where one finds nobody, others do not either. */
  private static final Duration AWAY = Duration.ofSeconds(2);

  private final LongSupplier nanos;
  private final ThreadPoolExecutor threads;
  private volatile @Nullable Away away;
  private volatile boolean closed;

  private record Away(LetterException why, long since) {}

  /**
   * @param nanos a clock that only ever goes on
   */
  LetterReaders(LongSupplier nanos) {
    this.nanos = nanos;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "sluice-letters-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Has it read when a thread is free; what it throws is the answer as well. */
  <T> CompletableFuture<T> read(Supplier<T> look) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> read(look, answer));
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(
          new Refusal(
              Refusal.Kind.FAILED,
              "dead letters of many pipelines are being read, or this server ends",
              "Look again in a moment.",
              full));
    }
    return answer;
  }

  private <T> void read(Supplier<T> look, CompletableFuture<T> answer) {
    try {
      if (closed) {
        throw new Refusal(Refusal.Kind.FAILED, "this server reads no dead letters now", null);
      }
      Away before = away;
      if (before != null && nanos.getAsLong() - before.since() < AWAY.toNanos()) {
        throw before.why();
      }
      T found = look.get();
      away = null;
      answer.complete(found);
    } catch (LetterException e) {
      Away before = away;
      if (e.kind() == LetterException.Kind.UNREACHABLE && (before == null || before.why() != e)) {
        away = new Away(e, nanos.getAsLong());
      }
      answer.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }

  /** Whoever still waits is told so. */
  @Override
  public void close() {
    closed = true;
    threads.shutdownNow().forEach(Runnable::run); // Which says only that nothing is read any more.
  }
}
