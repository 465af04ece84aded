package io.sluice.cli.kafka;

import io.sluice.cli.Main;
import io.sluice.cli.console.ConsoleRedaction;
import io.sluice.cli.console.Surroundings;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** {@code sluice worker} in this process, on a thread of its own, and what it says. */
final class RunningWorker implements AutoCloseable {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Thread thread;

  RunningWorker(Path folder, Map<String, String> environment, String... arguments) {
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Surroundings around =
        new Surroundings(
            out,
            out,
            new BufferedReader(new StringReader("")),
            Map.copyOf(environment),
            folder,
            folder,
            false,
            Clock.systemUTC(),
            new ConsoleRedaction());
    thread = new Thread(() -> Main.run(around, arguments), "worker-under-test");
    thread.start();
  }

  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
