package io.sluice.kafka.fault;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * Catches what would end the process: Kafka's broker and Connect's worker call {@code Exit} where
 * they cannot go on. The thread that does so ends with an exception instead, and listeners are
 * told. Kafka has one {@code Exit} for the whole process, so wiring makes one of this and closes it
 * last. Safe for use by several threads.
 */
public final class KafkaExits implements AutoCloseable {
  private final List<Consumer<ExitRefusedException>> listeners = new CopyOnWriteArrayList<>();

  /** Begins to catch. */
  public KafkaExits() {
    Exit.setExitProcedure(this::refuse);
    Exit.setHaltProcedure(this::refuse);
  }

  /**
   * Has somebody told, on the thread that wanted to end the process.
   *
   * @return ends that
   */
  public AutoCloseable onExit(Consumer<ExitRefusedException> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void refuse(int code, @Nullable String message) {
    ExitRefusedException refused =
        new ExitRefusedException(
            "Kafka wanted to end the process with code "
                + code
                + (message == null ? "" : ": " + message));
    listeners.forEach(listener -> listener.accept(refused));
    throw refused;
  }

  /** Gives Kafka its {@code Exit} back. */
  @Override
  public void close() {
    Exit.resetExitProcedure();
    Exit.resetHaltProcedure();
  }
}
