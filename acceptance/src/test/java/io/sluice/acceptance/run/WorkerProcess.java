package io.sluice.acceptance.run;

import io.sluice.testkit.kafka.ConnectApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code sluice worker} as a process. */
public final class WorkerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(120);
  private static final Pattern ADDRESS = Pattern.compile("Kafka Connect (http\\S+)/");

  private final SluiceProcess process;

  private WorkerProcess(SluiceProcess process) {
    this.process = process;
  }

  /** Starts one as {@link SluiceProcess#launch} does, and does not wait for it. */
  public static WorkerProcess launch(Path folder, String options, List<String> arguments) {
    return new WorkerProcess(
        SluiceProcess.launch(
            folder, options, Stream.concat(Stream.of("worker"), arguments.stream()).toList()));
  }

  /** Waits until it says where its REST API is. */
  public WorkerProcess awaitReady() {
    Awaitility.await("sluice worker")
        .atMost(START)
        .until(() -> !process.isAlive() || ADDRESS.matcher(process.output()).find());
    url();
    return this;
  }

  /** Where its REST API is, without a slash at the end. */
  public String url() {
    Matcher said = ADDRESS.matcher(process.output());
    if (!said.find()) {
      throw new IllegalStateException("sluice worker is not ready: " + process.output());
    }
    return said.group(1);
  }

  public ConnectApi api() {
    return ConnectApi.at(url());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** As Ctrl-C does; gives its exit code. */
  public int stop() throws InterruptedException {
    return process.stop();
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.kill();
  }

  @Override
  public void close() {
    kill();
  }
}
