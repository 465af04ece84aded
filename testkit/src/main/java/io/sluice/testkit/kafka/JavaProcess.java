package io.sluice.testkit.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java program out of a folder of jars, run by the JDK of this process. What it prints goes to a
 * file, of which an error shows the end.
 */
final class JavaProcess {

  private static final int SHOWN = 4_000;

  private final Process process;
  private final Path output;

  private JavaProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * @param jars folder of all jars that the program needs
   * @param folder where it may write; its output is {@code <name>.out} there
   * @param main its class, and what it is given
   */
  static JavaProcess start(Path jars, Path folder, String name, List<String> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A test's process lives for seconds: what the second compiler would gain is never earned.
    command.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1"));
    command.add("-Dlogback.configurationFile=" + logging(folder));
    command.addAll(List.of("-cp", jars.toAbsolutePath() + "/*"));
    command.addAll(main);
    Path output = folder.resolve(name + ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      // Nobody outlives the test that started it.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new JavaProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name, e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end and gives its exit code. */
  int await(long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("Not over after " + seconds + " s: " + end());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a process", e);
    }
  }

  /** Asks it to end, and makes it after a while. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** As {@code kill -9} does: it is not asked, and has no time for anything. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** The end of what it printed. */
  String end() {
    try {
      String all = Files.exists(output) ? Files.readString(output) : "";
      return all.substring(Math.max(0, all.length() - SHOWN));
    } catch (IOException e) {
      return "(" + output + " cannot be read: " + e.getMessage() + ")";
    }
  }

  private static Path logging(Path folder) {
    Path file = folder.resolve("logback.xml");
    try {
      if (!Files.exists(file)) {
        Files.writeString(
            file,
            """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
              </appender>
              <logger name="io.sluice" level="INFO"/>
              <logger name="io.debezium" level="INFO"/>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
