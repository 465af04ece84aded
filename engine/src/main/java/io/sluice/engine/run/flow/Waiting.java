package io.sluice.engine.run.flow;

import io.sluice.engine.fault.Ticker;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits that always end. */
final class Waiting {
  private static final Logger log = LoggerFactory.getLogger(Waiting.class);
  private static final long AFTER_INTERRUPT = TimeUnit.SECONDS.toNanos(1);

  private Waiting() {}

  /** Until the future is done, however it is done, or the time is over. */
  static void forDone(CompletableFuture<?> future, long nanos) throws InterruptedException {
    try {
      future.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      // Whoever asked looks at the future.
      return;
    }
  }

  /**
   * Until all threads are gone. At the deadline those that are left are interrupted; a moment later
   * they are abandoned, and named in the log.
   */
  static void forThreads(String pipeline, List<Thread> threads, long deadline, Ticker ticker) {
    boolean interrupted = join(threads, deadline, ticker);
    threads.stream().filter(Thread::isAlive).forEach(Thread::interrupt);
    interrupted |= join(threads, ticker.nanos() + AFTER_INTERRUPT, ticker);
    for (Thread thread : threads) {
      if (thread.isAlive()) {
        log.warn(
            "Pipeline {}: abandoned thread '{}', which hangs in a plugin's call",
            pipeline,
            thread.getName());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean join(List<Thread> threads, long deadline, Ticker ticker) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      long left = deadline - ticker.nanos();
      while (thread.isAlive() && left > 0) {
        try {
          thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        } catch (InterruptedException asked) {
          interrupted = true;
          deadline = Math.min(deadline, ticker.nanos() + AFTER_INTERRUPT);
        }
        left = deadline - ticker.nanos();
      }
    }
    return interrupted;
  }
}
