package io.sluice.connector.table.guard;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The thread that a target is used on: what is given to it is done in that order, and waited for or
 * not. A wait is not broken off by an interrupt, which the caller finds behind it: a database that
 * is left in mid-statement would be in no known state. Given to by one thread.
 */
final class TargetCalls {
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final ExecutorService thread;

  /**
   * Starts the thread.
   *
   * @param name of it
   */
  TargetCalls(String name) {
    thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Has something done that nobody waits for, and that throws nothing. */
  void give(Runnable work) {
    thread.execute(work);
  }

  /** Has something done that is waited for {@linkplain #within later}. */
  <T> Future<T> begin(Callable<T> work) {
    return thread.submit(work);
  }

  /** Has something done, and waits for it. */
  <T> T make(Callable<T> work) throws SQLException {
    try {
      return within(begin(work), FOR_EVER);
    } catch (TimeoutException never) {
      throw new IllegalStateException("the target's thread did not answer", never);
    }
  }

  /**
   * Waits for something that was begun.
   *
   * @param nanos how long
   * @throws TimeoutException if it is not done by then: it goes on
   */
  static <T> T within(Future<T> begun, long nanos) throws SQLException, TimeoutException {
    long since = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return nanos == FOR_EVER
              ? begun.get()
              : begun.get(nanos - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
        } catch (InterruptedException asked) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw rethrown(failed.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Throws what a call threw, or gives it to throw. */
  static SQLException rethrown(@Nullable Throwable cause) {
    if (cause instanceof SQLException e) {
      return e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("the target's thread failed", cause);
  }

  /** Takes nothing more; the thread ends behind what it was given. */
  void end() {
    thread.shutdown();
  }

  boolean isEnded() {
    return thread.isShutdown();
  }
}
