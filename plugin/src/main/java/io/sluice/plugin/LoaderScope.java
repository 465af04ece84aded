package io.sluice.plugin;

/**
 * The time in which a thread works with a plugin's class loader as its context. Closed by the
 * thread that entered.
 */
public final class LoaderScope implements AutoCloseable {
  private final ClassLoader before;

  private LoaderScope(ClassLoader before) {
    this.before = before;
  }

  /** Sets {@code loader} as the current thread's context class loader. */
  public static LoaderScope enter(ClassLoader loader) {
    Thread thread = Thread.currentThread();
    LoaderScope scope = new LoaderScope(thread.getContextClassLoader());
    thread.setContextClassLoader(loader);
    return scope;
  }

  /** Sets what was there before. */
  @Override
  public void close() {
    Thread.currentThread().setContextClassLoader(before);
  }
}
