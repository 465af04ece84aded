package io.sluice.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A question to a plugin, asked on a thread of its own. Whatever the plugin does (throws an {@code
 * Error}, hangs), the asker gets an answer or a {@link PluginException} in time. Invariant 7.
 */
final class PluginCall {
  private PluginCall() {}

  /**
   * Runs {@code question} in the plugin's loader and gives its answer. After {@code deadline} the
   * thread is interrupted and left alone.
   */
  static <T> T ask(Isolated<?> plugin, String what, Duration deadline, Callable<T> question) {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              try (LoaderScope scope = plugin.enter()) {
                return question.call();
              }
            });
    Thread thread = new Thread(task, "plugin-" + plugin.id().alias() + "-" + what);
    thread.setDaemon(true); // one that hangs must not keep the process alive
    thread.start();
    String name = plugin.id().className();
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new PluginException(
          name
              + " did not answer "
              + what
              + " within "
              + deadline.toMillis()
              + " ms and was left alone",
          e);
    } catch (ExecutionException e) {
      throw new PluginException(name + " failed in " + what, e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new PluginException("Interrupted while " + name + " was asked for " + what, e);
    }
  }
}
