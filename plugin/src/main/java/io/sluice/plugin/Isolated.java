package io.sluice.plugin;

import static java.util.Objects.requireNonNull;

/**
 * An object of a plugin and the loader that its classes come from. Whoever calls the object does so
 * between {@link #enter} and the close of what that returned, because plugins look for their own
 * classes through the thread's context class loader.
 *
 * @param instance the plugin's object
 * @param id where it came from
 * @param loader what its classes see
 */
public record Isolated<T>(T instance, PluginId id, ClassLoader loader) {
  public Isolated {
    requireNonNull(instance, "instance is null");
    requireNonNull(id, "id is null");
    requireNonNull(loader, "loader is null");
  }

  /** Sets the current thread's context class loader until the returned scope is closed. */
  public LoaderScope enter() {
    return LoaderScope.enter(loader);
  }

  /** Another object that came from the same plugin, such as the task that a connector made. */
  public <U> Isolated<U> with(U other) {
    return new Isolated<>(other, id, loader);
  }
}
