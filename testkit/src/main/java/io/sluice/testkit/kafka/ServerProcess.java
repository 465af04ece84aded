package io.sluice.testkit.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, which goes away and comes back. For one thread. */
final class ServerProcess {
  private final Path jars;
  private final Path folder;
  private final String name;
  private @Nullable JavaProcess process;

  /**
   * @param jars folder of all jars that it needs
   * @param folder where its output goes
   * @param name what it is, for people
   */
  ServerProcess(Path jars, Path folder, String name) {
    this.jars = jars;
    this.folder = folder;
    this.name = name;
  }

  /**
   * Starts it, for the first time or behind {@link #stop} or {@link #kill}.
   *
   * @param main its class, and what it is given
   */
  void start(List<String> main) {
    process = JavaProcess.start(jars, folder, name, main);
  }

  /**
   * Asks until it answers.
   *
   * @param answers takes a while to say no
   * @throws IllegalStateException when it ends, or does not answer in this time
   */
  void awaitAnswer(BooleanSupplier answers, Duration most) {
    JavaProcess started = Objects.requireNonNull(process, "started");
    long giveUp = System.nanoTime() + most.toNanos();
    while (!answers.getAsBoolean()) {
      if (!started.isAlive() || System.nanoTime() > giveUp) {
        throw new IllegalStateException("The " + name + " does not answer: " + started.end());
      }
    }
  }

  /** Ends it in good order; does nothing if it does not run. */
  void stop() {
    JavaProcess running = process;
    process = null;
    if (running != null) {
      running.stop();
    }
  }

  /** As {@code kill -9} does. */
  void kill() {
    JavaProcess running = process;
    process = null;
    if (running != null) {
      running.kill();
    }
  }

  boolean isRunning() {
    JavaProcess running = process;
    return running != null && running.isAlive();
  }

  /** The end of what it printed; empty if it does not run. */
  String log() {
    JavaProcess running = process;
    return running == null ? "" : running.end();
  }
}
