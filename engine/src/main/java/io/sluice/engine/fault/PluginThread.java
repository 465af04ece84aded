package io.sluice.engine.fault;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.MDC;

/**
 * A thread that belongs to one plugin object and makes those of its calls that have no worker of
 * their own, one after the other. Invariant 7: whoever waits for a call does so with a deadline,
 * and walks away from it afterwards. May be used from any thread.
 */
public final class PluginThread implements AutoCloseable {
  private final String name;
  private final ClassLoader loader;
  private final ExecutorService executor;

  /**
   * @param loader context class loader of the calls
   */
  public PluginThread(String name, ClassLoader loader) {
    this.name = name;
    this.loader = loader;
    this.executor = Executors.newSingleThreadExecutor(task -> thread(name, loader, task));
  }

  /** A thread for plugin code: does not keep the process alive. */
  public static Thread thread(String name, ClassLoader loader, Runnable task) {
    Thread thread = new Own(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  /**
   * A thread that works for one task: each line logged on it says whose it is.
   *
   * @param connector as the pipeline file names it
   * @param task as messages name it
   */
  public static Thread ofTask(
      String name, ClassLoader loader, String connector, String task, Runnable work) {
    return thread(
        name,
        loader,
        () -> {
          MDC.put("connector", connector);
          MDC.put("task", task);
          work.run();
        });
  }

  /** Whether the engine has made a thread, not a plugin. */
  public static boolean isOurs(Thread thread) {
    return thread instanceof Own;
  }

  private static final class Own extends Thread {
    Own(Runnable task, String name) {
      super(task, name);
    }
  }

  /**
   * Makes a call and waits for what it returns.
   *
   * @throws FaultException of {@link Fault#CALL_HANGS} when it is not back within the deadline
   */
  public <T> T call(String what, Duration deadline, Callable<T> call) throws InterruptedException {
    Future<T> future = executor.submit(call);
    try {
      return future.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      future.cancel(true);
      throw FaultException.at(
          new Site(name, what), Fault.CALL_HANGS, FaultException.late(deadline), late);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw FaultException.at(
          new Site(name, what), restartable(cause), "it failed: " + cause, cause);
    }
  }

  private static Fault restartable(Throwable cause) {
    Fault fault = Fault.of(cause);
    return fault == Fault.CALL_MAY_SUCCEED_LATER ? Fault.TASK_FAILED : fault;
  }

  /** Makes a call some time soon; whoever made it must look after its failure. */
  public void later(Runnable call) {
    executor.execute(call);
  }

  /** The context class loader of the calls. */
  public ClassLoader loader() {
    return loader;
  }

  /** Interrupts the call under way, if any, and forgets the thread. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
