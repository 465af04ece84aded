package io.sluice.server;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Does something whenever somebody asks for it, on a thread of its own, and again after a pause as
 * long as it fails, with whatever it fails. Thread-safe.
 */
final class RetriedWork implements AutoCloseable {
  private final Work work;
  private final Duration pause;
  private final ScheduledThreadPoolExecutor thread;
  private final AtomicBoolean asked = new AtomicBoolean();
  private @Nullable ScheduledFuture<?> retry; // Of the thread; at most one is ahead.
  private volatile boolean succeeded;

  /** What is done. */
  @FunctionalInterface
  interface Work {
    /** Does it; tells whether it came through, and why not to whoever reads the log. */
    boolean succeeds();
  }

  /**
   * @param name of the thread
   * @param pause until it is tried again
   */
  RetriedWork(String name, Duration pause, Work work) {
    this.work = work;
    this.pause = pause;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
  }

  /** Has it done soon. Who asks before it begins is served by the same. */
  void ask() {
    if (asked.compareAndSet(false, true)) {
      thread.execute(this::make);
    }
  }

  private void make() {
    asked.set(false);
    ScheduledFuture<?> ahead = retry;
    if (ahead != null) {
      ahead.cancel(false);
      retry = null;
    }
    boolean through = false;
    try {
      through = work.succeeds();
      succeeded |= through;
    } finally {
      if (!through && !thread.isShutdown()) {
        retry = thread.schedule(this::make, pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /** Whether it came through once. */
  boolean hasSucceeded() {
    return succeeded;
  }

  /** How many times it is to be done, as far as is known. */
  int ahead() {
    return thread.getQueue().size();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
