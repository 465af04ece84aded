package io.sluice.bench.engine;

import io.sluice.bench.harness.Workbench;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code sluice} command of the distribution in a process of its own, as a user starts it. */
public final class SluiceProcess implements AutoCloseable {

  /**
   * With the plugins of the distribution alone: a Connect worker looks into all that it is given.
   */
  public static final Map<String, String> WITHOUT_PEERS = Map.of("SLUICE_PLUGIN_PATH", "");

  /** What runs on Kafka stops connectors first, and may leave an archive of classes. */
  private static final int END_SECONDS = 60;

  /** Of the generations of the parallel collector, not of their spaces nor of the metaspace. */
  private static final Pattern USED =
      Pattern.compile("(?:PSYoungGen|ParOldGen) +total \\d+K, used (\\d+)K");

  private final Process process;
  private final Path output;

  /**
   * Starts it.
   *
   * @param folder where it runs and keeps its state
   * @param environment in addition to ours
   * @param arguments of the command
   */
  public SluiceProcess(
      Workbench bench, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(bench.distribution().resolve("bin/sluice").toString());
    command.addAll(List.of(arguments));
    output = folder.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .put(
            "SLUICE_PLUGIN_PATH",
            bench.folder().resolve("plugin")
                + File.pathSeparator
                + bench.folder().resolve("debezium/plugin"));
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** Whether it still runs. */
  public boolean runs() {
    return process.isAlive();
  }

  /**
   * The largest resident memory that it ever had, in bytes, as Linux counts it ({@code VmHWM}).
   *
   * @return empty when the system does not tell, or the process is gone
   */
  public Optional<Long> peakResident() {
    return memory("VmHWM:");
  }

  /** What is resident now, in bytes ({@code VmRSS}); empty as above. */
  public Optional<Long> resident() {
    return memory("VmRSS:");
  }

  /**
   * Processor time that it has taken so far.
   *
   * @return empty when the system does not tell
   */
  public Optional<Duration> processorTime() {
    return process.info().totalCpuDuration();
  }

  /** What its heap holds when garbage is collected, in bytes: it has it collected now. */
  public long liveHeap() throws IOException, InterruptedException {
    ask("GC.run");
    Matcher used = USED.matcher(ask("GC.heap_info"));
    long kilobytes = 0;
    while (used.find()) {
      kilobytes += Long.parseLong(used.group(1));
    }
    if (kilobytes == 0) {
      throw new IOException("Expected the sizes of the heap from jcmd but found none");
    }
    return kilobytes * 1024;
  }

  private String ask(String question) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                question)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    return answer;
  }

  private Optional<Long> memory(String key) {
    // The launcher is a shell that becomes the JVM: same process id.
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException gone) {
      return Optional.empty();
    }
  }

  /** The failure to report when it ended without having done its work. */
  public IOException failure(String expected) throws IOException {
    String said = Files.readString(output).strip();
    return new IOException(
        "Expected "
            + expected
            + " but sluice ended with "
            + process.exitValue()
            + " and said:\n"
            + said);
  }

  /** How it ended; 0 is good. Waits for that. */
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
