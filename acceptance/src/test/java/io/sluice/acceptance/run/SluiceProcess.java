package io.sluice.acceptance.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command as users run it: a process in a folder, out of the distribution, started by its
 * launcher. Ends with this JVM at the latest.
 */
public final class SluiceProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 90;
  private static final int SHOWN = 6_000;

  private final Process process;
  private final Path output;

  private SluiceProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts one, and does not wait for it.
   *
   * @param folder in which it runs
   * @param options for its JVM, such as {@code -Xmx256m}
   * @param arguments from the command's name on
   */
  public static SluiceProcess launch(Path folder, String options, List<String> arguments) {
    return launch(folder, options, Map.of(), arguments);
  }

  /**
   * The same.
   *
   * @param environment in addition to this process's
   */
  public static SluiceProcess launch(
      Path folder, String options, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile(folder, arguments.get(0), ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder
          .environment()
          .putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "SLUICE_OPTS", options));
      builder.environment().putAll(environment);
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new SluiceProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException("sluice " + arguments.get(0) + " cannot be started", e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** As Ctrl-C does; gives its exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  /** Waits for its end and gives its exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("It does not end: " + output());
    }
    return process.exitValue();
  }

  /** As {@code kill -9} does: the launcher has become the JVM. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Has it stand still, as a machine that is paused does. */
  public void suspend() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Has it go on as if nothing had been. */
  public void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  public long pid() {
    return process.pid();
  }

  /** The end of what it printed. */
  public String output() {
    try {
      String all = Files.readString(output);
      return all.substring(Math.max(0, all.length() - SHOWN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
