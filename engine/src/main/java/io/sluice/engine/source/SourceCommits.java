package io.sluice.engine.source;

import io.sluice.engine.fault.CallWatch;
import io.sluice.engine.fault.PluginThread;
import io.sluice.engine.fault.Tools;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceTask;

/**
 * Tells a source task what is durable, and that it is to stop: on a thread beside that of its
 * polls, which may sit in one (invariant 7). May be used from any thread.
 */
final class SourceCommits {
  private final String name;
  private final SourceTask task;
  private final Tools tools;
  private final PluginThread thread;
  private final CallWatch watch;
  private final Acknowledgements acknowledgements;
  private final AtomicBoolean stopCalled = new AtomicBoolean();
  private final CountDownLatch stopReturned = new CountDownLatch(1);
  private final AtomicLong durable = new AtomicLong();
  private final AtomicLong told = new AtomicLong();

  /**
   * @param name of the task, for messages
   * @param loader context class loader of its calls
   */
  SourceCommits(String name, SourceTask task, ClassLoader loader, Tools tools) {
    this.name = name;
    this.task = task;
    this.tools = tools;
    this.thread = new PluginThread(name + " commits", loader);
    this.watch = new CallWatch(tools.ticker());
    this.acknowledgements = new Acknowledgements(task);
  }

  /** What the task is to hear of. */
  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  /** What this thread is calling. */
  CallWatch watch() {
    return watch;
  }

  /** Everything up to this epoch is durable in every sink; the task hears of it soon. */
  void durableUpTo(long epoch) {
    durable.set(epoch);
    if (acknowledgements.wanted()) {
      thread.later(this::tell);
    } else {
      told.set(epoch);
    }
  }

  private void tell() {
    long upTo = durable.get();
    if (upTo <= told.get() || stopCalled.get()) {
      return;
    }
    watch.enter("commit");
    try {
      acknowledgements.tell(task, upTo);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failed) {
      // As on Connect: what is durable stays so. The task has heard of all else.
      tools.log().warn("{} failed in commit", name, failed);
    } finally {
      told.set(upTo);
      watch.leave();
    }
  }

  /** Whether the task heard of everything that is durable. */
  boolean toldAll() {
    return told.get() >= durable.get();
  }

  /** Has the task told to stop, once. Returns at once. */
  void stop() {
    thread.later(this::stopTask);
  }

  private void stopTask() {
    if (stopCalled.compareAndSet(false, true)) {
      watch.enter("stop");
      try {
        task.stop();
      } catch (RuntimeException | Error failed) {
        tools.log().warn("{} failed in stop", name, failed);
      } finally {
        watch.leave();
        stopReturned.countDown();
      }
    }
  }

  /** Waits until the task's {@code stop} came back, at most this long. After {@link #stop}. */
  void awaitStopped(long nanos) throws InterruptedException {
    if (!stopReturned.await(nanos, TimeUnit.NANOSECONDS)) {
      tools.log().warn("{}: its stop did not come back in time, abandoned", name);
    }
  }

  /** Lets go of the thread, with whatever still hangs on it. */
  void release() {
    thread.close();
  }
}
