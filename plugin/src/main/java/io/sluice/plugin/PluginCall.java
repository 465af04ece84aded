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
   * Asks {@code plugin} in its own loader; see {@link #ask(String, String, Duration, Callable)}.
   */
  static <T> T ask(Isolated<?> plugin, String what, Duration deadline, Callable<T> question) {
    return ask(
        plugin.id().className(),
        what,
        deadline,
        () -> {
          try (LoaderScope scope = plugin.enter()) {
            return question.call();
          }
        });
  }

  /**
   * Runs {@code question} and gives its answer. After {@code deadline} the thread is interrupted
   * and left alone.
   *
   * @param name what messages call the plugin
   * @param what what it is asked, as in "did not answer ..."
   * @throws PluginException for whatever went wrong; one that {@code question} throws is passed on
   *     as it is
   */
  static <T> T ask(String name, String what, Duration deadline, Callable<T> question) {
    FutureTask<T> task = new FutureTask<>(question);
    Thread thread = new Thread(task, "plugin " + name + " " + what);
    thread.setDaemon(true); // one that hangs must not keep the process alive
    thread.start();
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new PluginException(
          name
              + " was asked "
              + what
              + ", did not answer within "
              + deadline.toMillis()
              + " ms and was left alone",
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PluginException known) {
        throw known;
      }
      throw new PluginException(name + " was asked " + what + " and failed", e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new PluginException("Interrupted while " + name + " was asked " + what, e);
    }
  }
}
