package io.sluice.acceptance.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The engine with one pipeline in a JVM of its own, on the jars of the {@link Distribution}. Made
 * for being killed: {@link #kill()} is SIGKILL.
 */
public final class EngineProcess implements AutoCloseable {
  private static final Pattern DELIVERED = Pattern.compile("delivered (\\d+)");
  private static final Pattern EPOCH = Pattern.compile("epoch=(\\d+)");
  private static final Pattern TROUBLE = Pattern.compile(" state (RETRYING|STALLED|FAILED) ");
  private static final int LINES_KEPT = 100;

  private final Process process;
  private final Path temporary;
  private final List<String> output = new ArrayList<>();
  private final Thread reader;
  private volatile boolean started;
  private volatile long delivered;
  private volatile boolean trouble;
  private volatile long epoch;

  private EngineProcess(Process process, Path temporary) {
    this.process = process;
    this.temporary = temporary;
    this.reader = new Thread(this::readOutput, "engine-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** What to run, and how it is to be run. */
  public record Plan(
      Path pipeline,
      Path stateFolder,
      boolean once,
      String dieAt,
      List<String> prefix,
      List<Path> pluginPath,
      String heap) {
    public Plan(Path pipeline, Path stateFolder) {
      this(pipeline, stateFolder, false, "", List.of(), List.of(), "256m");
    }

    /** Ends by itself when the source is read up to where it stood at the start. */
    public Plan toTheEnd() {
      return new Plan(pipeline, stateFolder, true, dieAt, prefix, pluginPath, heap);
    }

    /** Dies there, see {@link EngineMain}. */
    public Plan dyingAt(String where) {
      return new Plan(pipeline, stateFolder, once, where, prefix, pluginPath, heap);
    }

    /** Started by that command, such as a shell that sets limits. */
    public Plan by(String... command) {
      return new Plan(pipeline, stateFolder, once, dieAt, List.of(command), pluginPath, heap);
    }

    /** With that much heap, as {@code -Xmx} has it. */
    public Plan withHeap(String most) {
      return new Plan(pipeline, stateFolder, once, dieAt, prefix, pluginPath, most);
    }

    public EngineProcess start() {
      return EngineProcess.start(this);
    }
  }

  private static EngineProcess start(Plan plan) {
    List<String> command = new ArrayList<>(plan.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(
        List.of(
            "-Xmx" + plan.heap(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Dfile.encoding=UTF-8"));
    command.add("-cp");
    command.add(
        Distribution.lib()
            + "/*:"
            + Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolve("target/test-classes"));
    command.add(EngineMain.class.getName());
    command.add(Distribution.plugins().toString());
    command.add(plan.pipeline().toString());
    command.add(plan.stateFolder().toString());
    command.add(plan.once() ? "once" : "run");
    if (!plan.dieAt().isEmpty()) {
      command.add(plan.dieAt());
    }
    try {
      // What it unpacks there and, being killed, leaves behind is deleted by this process.
      Path temporary = Files.createTempDirectory("engine-");
      command.add(command.indexOf("-cp"), "-Djava.io.tmpdir=" + temporary);
      return new EngineProcess(
          new ProcessBuilder(command).redirectErrorStream(true).start(), temporary);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command, e);
    }
  }

  private void readOutput() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher count = DELIVERED.matcher(line);
        if (count.lookingAt()) {
          delivered = Long.parseLong(count.group(1));
          trouble = TROUBLE.matcher(line).find();
          Matcher committed = EPOCH.matcher(line);
          epoch = committed.find() ? Long.parseLong(committed.group(1)) : epoch;
        }
        started |= line.equals("started");
        synchronized (output) {
          output.add(line);
          if (output.size() > LINES_KEPT) {
            output.remove(LINES_KEPT / 2); // keeps the beginning and the end
          }
        }
      }
    } catch (IOException e) {
      synchronized (output) {
        output.add("output broke off: " + e);
      }
    }
  }

  /** Whether the pipeline was started. */
  public boolean isStarted() {
    return started;
  }

  /** Records delivered in this run, as it said last. */
  public long delivered() {
    return delivered;
  }

  /** Number of the newest epoch that was committed, as it said last; 0 if there was none. */
  public long epoch() {
    return epoch;
  }

  /** Whether it said last that it retries, stalls or failed. */
  public boolean inTrouble() {
    return trouble;
  }

  /**
   * The largest resident memory that it ever had, in bytes, as Linux counts it; 0 when it is gone.
   */
  public long peakResident() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  /** Bytes in files of a folder that it has open and that have no name any more, as Linux tells. */
  public long deletedFilesIn(Path folder) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) open::iterator) {
        if (Files.isSymbolicLink(file)) {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith(folder + "/") && target.endsWith(" (deleted)")) {
            bytes += Files.size(file);
          }
        }
      }
      return bytes;
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits for the end by itself and gives the exit code; kills it and fails if that takes too long.
   */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      dumpThreads();
      kill();
      throw new AssertionError(
          "The engine did not end within " + limit.toSeconds() + " s\n" + output());
    }
    reader.join(5_000);
    return process.exitValue();
  }

  /** Has it stop in order and gives the exit code. */
  public int stop() throws InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return awaitExit(Duration.ofSeconds(45));
  }

  /** Kills it with SIGKILL and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    reader.join(5_000);
  }

  /** Has the JVM print its threads, to see where it hangs. */
  private void dumpThreads() throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
          .start()
          .waitFor(5, TimeUnit.SECONDS);
      process.waitFor(1, TimeUnit.SECONDS);
    } catch (IOException e) {
      synchronized (output) {
        output.add("no thread dump: " + e);
      }
    }
  }

  /** What it printed: the beginning and the end of it. */
  public String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    try (Stream<Path> left = Files.walk(temporary)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(temporary + " cannot be deleted", e);
    }
  }
}
