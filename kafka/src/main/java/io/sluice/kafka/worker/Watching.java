package io.sluice.kafka.worker;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Notes what a plugin of a task cannot do now. Used by the one thread of that task. */
final class Watching {
  private final String what;
  private final TaskWaits waits;

  /** Plugins find classes by the thread's loader; Connect sets the watcher's where it calls us. */
  private final ClassLoader loader;

  private @Nullable TaskName waiting;

  /**
   * @param what the plugin, as people are told of it
   */
  Watching(Object plugin, String what, TaskWaits waits) {
    this.what = what;
    this.waits = waits;
    this.loader = plugin.getClass().getClassLoader();
  }

  /** Does it, by the plugin's own class loader. */
  <T extends @Nullable Object> T call(Supplier<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      T made = call.get();
      over();
      return made;
    } catch (RetriableException e) {
      Optional<TaskName> task = TaskName.ofThisThread();
      if (task.isPresent()) {
        waiting = task.get();
        waits.failed(task.get(), what, String.valueOf(e.getMessage()));
      }
      throw e;
    } catch (RuntimeException | Error e) {
      over();
      throw e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Nothing is waited for any more. */
  void over() {
    TaskName task = waiting;
    if (task != null) {
      waiting = null;
      waits.over(task, what);
    }
  }
}
