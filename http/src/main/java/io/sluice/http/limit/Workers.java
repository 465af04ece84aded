package io.sluice.http.limit;

import io.sluice.http.limit.BodyMemory.Room;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads on which long work is done, apart from those that speak to clients: work that is not
 * done in time is given up on by who asked, and cannot take more than these threads. May be used
 * from any thread.
 */
public final class Workers implements AutoCloseable {
  private static final int KEPT_SECONDS = 30;

  private final ThreadPoolExecutor pool;
  private final Duration deadline;
  private final Words words;

  /**
   * What is said to who is refused.
   *
   * @param busy too much waits already
   * @param overdue the work was not done in time
   */
  public record Words(String busy, String overdue) {}

  /**
   * @param name in front of the threads' names
   * @param threads how many work at a time
   * @param waiting how many more may wait
   * @param deadline how long one waits for the end of the work
   */
  public Workers(String name, int threads, int waiting, Duration deadline, Words words) {
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(Math.max(1, waiting)),
            work -> {
              Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.deadline = deadline;
    this.words = words;
  }

  /**
   * Has the work done on one of the threads, and waits for it.
   *
   * @param over is closed when the work has ended, or will never begin: not when it is given up on,
   *     since it still has what it was given
   * @throws OverdueException if it was not done in time; work that has begun goes on to its end,
   *     since a transaction of the store must not be broken off half-way
   * @throws BusyException if too much waits already
   */
  public <T> T call(Supplier<T> work, Room over) {
    return call(new Task<>(work, over::close));
  }

  /** The same for work that was given nothing that is to be closed. */
  public <T> T call(Supplier<T> work) {
    return call(new Task<>(work, () -> {}));
  }

  private <T> T call(Task<T> task) {
    Future<T> future;
    try {
      future = pool.submit(task);
    } catch (RejectedExecutionException e) {
      task.giveUp();
      throw new BusyException(words.busy);
    }
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.giveUp();
      future.cancel(false);
      // What will never begin makes room for who comes next.
      pool.purge();
      throw new OverdueException(words.overdue);
    } catch (InterruptedException e) {
      task.giveUp();
      Thread.currentThread().interrupt();
      throw new BusyException("The server is being stopped");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Work that somebody waits for; once at most it begins, or is given up on before. */
  private static final class Task<T> implements Callable<T> {
    private final Supplier<T> work;
    private final Runnable over;
    private final AtomicBoolean claimed = new AtomicBoolean();

    private Task(Supplier<T> work, Runnable over) {
      this.work = work;
      this.over = over;
    }

    @Override
    public T call() {
      if (!claimed.compareAndSet(false, true)) {
        throw new CancellationException("given up on");
      }
      try {
        return work.get();
      } finally {
        over.run();
      }
    }

    private void giveUp() {
      if (claimed.compareAndSet(false, true)) {
        over.run();
      }
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
