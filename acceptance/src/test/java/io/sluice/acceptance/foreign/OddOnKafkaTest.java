package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connector on Kafka that ends the process, or does not come back, in processes of the command.
 * Invariant 7.
 */
@Tag("long")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddOnKafkaTest {
  private static final Duration LIMIT = Duration.ofSeconds(180);

  @TempDir Path folder;
  private final List<Started> started = new ArrayList<>();

  /** A process and what it says. */
  private record Started(Process process, Path output) {
    String said() throws IOException {
      return Files.readString(output);
    }
  }

  @BeforeEach
  void addPlugin() {
    OddPlugin.in(folder);
  }

  @AfterEach
  void end() {
    started.forEach(each -> each.process().destroyForcibly().onExit().join());
  }

  @Test
  void a_sink_that_ends_the_process_ends_its_own_run_on_a_worker_that_others_use()
      throws Exception {
    Files.writeString(
        folder.resolve("neighbour.yaml"),
        """
        name: neighbour
        source:
          connector: FileStreamSource
          config: {file: in.txt, topic: lines}
        topic: lines
        sinks:
          - connector: FileStreamSink
            config: {file: out.txt}
        """);
    Files.writeString(folder.resolve("in.txt"), "one\n");
    Started worker = start("worker", "--kafka-port", "0", "--listen", "127.0.0.1:0");
    await().atMost(LIMIT).until(() -> worker.said().contains("Ready after"));
    start("run", "neighbour.yaml");
    awaitCopy("one\n");
    odd("halt", "10m");

    Started run = start("run", "odd.yaml");

    assertThat(run.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(run.said()).isTrue();
    assertThat(run.process().exitValue()).as(run.said()).isEqualTo(1);
    assertThat(run.said())
        .contains("wanted to end the process (halt with code 98)", "started again 1 times")
        .contains("in OddSink$OddTask.put");
    assertThat(worker.said()).contains("odd-odd task 0: on 127.0.0.1:", "odd-odd task 0 failed: ");
    Files.writeString(folder.resolve("in.txt"), "one\ntwo\n");
    awaitCopy("one\ntwo\n");
    assertThat(worker.process().isAlive()).isTrue();
  }

  @Test
  void a_sink_that_hangs_is_shown_as_stalled_started_again_and_in_the_end_given_up()
      throws Exception {
    odd("hang", "40s");

    Started run = start("run", "odd.yaml");

    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(status())
                    .contains("\"stalled\"", "sink odd, task 0, which has been in put for"));
    assertThat(run.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(run.said()).isTrue();
    assertThat(run.process().exitValue()).isEqualTo(1);
    assertThat(run.said())
        .contains("connector odd-odd, task 0, put: expected back within 40 s, abandoned")
        .contains("started again 1 times");
    assertThat(Files.readString(folder.resolve(".sluice/logs/odd.log")))
        .contains("does not advance: it waits for sink odd, task 0")
        .contains("hangs in task 0 and is started again");
  }

  private void odd(String does, String callTimeout) throws IOException {
    Files.writeString(
        folder.resolve("odd.yaml"),
        """
        name: odd
        source:
          connector: %s
        topic: odd
        sinks:
          - connector: %s
            name: odd
            config: {at: Task.put, does: %s}
        retry: {backoff: 200ms, max_restarts: 1, call_timeout: %s}
        """
            .formatted(OddSource.class.getName(), OddSink.class.getName(), does, callTimeout));
  }

  private String status() throws IOException, InterruptedException {
    Started asked = start("status", "odd.yaml", "-o", "json");
    asked.process().waitFor();
    return asked.said();
  }

  private void awaitCopy(String text) {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(folder.resolve("out.txt")).hasContent(text));
  }

  private Started start(String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(Distribution.command().toString()), Arrays.stream(arguments))
            .toList();
    Path output = Files.createTempFile(folder, arguments[0], ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SLUICE_PLUGIN_PATH", folder.resolve("plugins").toString());
    Started one = new Started(builder.start(), output);
    started.add(one);
    return one;
  }
}
