package io.sluice.plugin.guard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the classes of plugins call instead of what ends the process; {@link ExitCalls} has them do
 * so. Whoever runs a plugin may listen, since a thread that a plugin started itself would end
 * unseen. Safe for use by several threads.
 */
public final class PluginExits {
  private static final Logger log = LoggerFactory.getLogger(PluginExits.class);
  private static final List<Consumer<Refusal>> listeners = new CopyOnWriteArrayList<>();

  private PluginExits() {}

  /**
   * An end of the process that was refused.
   *
   * @param loader of the class that wanted it
   * @param error what the thread goes on with
   */
  public record Refusal(ClassLoader loader, PluginExitError error) {}

  /**
   * Has somebody told, on the thread that wanted to end the process.
   *
   * @return ends that
   */
  public static Runnable onRefusal(Consumer<Refusal> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Instead of {@link System#exit}, and of Kafka's {@code Exit.exit}. */
  public static void exit(int status) {
    throw refused("exit", status);
  }

  /** Instead of {@link Runtime#exit}. */
  public static void exit(Runtime runtime, int status) {
    throw refused("exit", status);
  }

  /** Instead of Kafka's {@code Exit.exit}. */
  public static void exit(int status, @Nullable String message) {
    throw refused("exit", status);
  }

  /** Instead of Kafka's {@code Exit.halt}. */
  public static void halt(int status) {
    throw refused("halt", status);
  }

  /** Instead of {@link Runtime#halt}. */
  public static void halt(Runtime runtime, int status) {
    throw refused("halt", status);
  }

  /** Instead of Kafka's {@code Exit.halt}. */
  public static void halt(int status, @Nullable String message) {
    throw refused("halt", status);
  }

  /** What the plugin says with it is left out: it may quote a row. */
  private static PluginExitError refused(String call, int status) {
    StackWalker.StackFrame caller = caller();
    PluginExitError error =
        new PluginExitError(
            caller.getClassName()
                + "."
                + caller.getMethodName()
                + " wanted to end the process ("
                + call
                + " with code "
                + status
                + "), which a plugin may not: its call ends instead");
    log.warn("{}, on thread {}", error.getMessage(), Thread.currentThread().getName());
    ClassLoader loader = caller.getDeclaringClass().getClassLoader();
    listeners.forEach(listener -> listener.accept(new Refusal(loader, error)));
    return error;
  }

  /** The nearest code of a plugin, or who called if there is none. */
  private static StackWalker.StackFrame caller() {
    List<StackWalker.StackFrame> callers =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
            .walk(
                frames ->
                    frames
                        .filter(frame -> frame.getDeclaringClass() != PluginExits.class)
                        .toList());
    return callers.stream()
        .filter(frame -> frame.getDeclaringClass().getClassLoader() instanceof GuardedClassLoader)
        .findFirst()
        .orElse(callers.get(0));
  }
}
