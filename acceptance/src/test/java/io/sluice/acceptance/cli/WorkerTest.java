package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.WorkerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice worker} as a process, spoken to as tutorials of Kafka Connect do. */
class WorkerTest {
  private static final Path GUIDE =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolveSibling("docs/how-to/run-on-kafka.md");
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  private @Nullable WorkerProcess worker;

  @AfterEach
  void end() {
    if (worker != null) {
      worker.close();
    }
  }

  @Test
  void the_guides_commands_move_lines_through_a_topic_which_outlives_the_worker() throws Exception {
    Files.write(folder.resolve("input.txt"), List.of("one", "two"));
    String url = start();

    sh(guide().replace("http://localhost:8083", url));

    Path copy = folder.resolve("output.txt");
    await().atMost(SOON).untilAsserted(() -> assertThat(copy).hasContent("one\ntwo"));
    assertThat(stop()).isZero();

    Files.write(folder.resolve("input.txt"), List.of("one", "two", "three"));
    start();

    await().atMost(SOON).untilAsserted(() -> assertThat(copy).hasContent("one\ntwo\nthree"));
    assertThat(stop()).isZero();
  }

  private static String guide() throws IOException {
    Matcher block =
        Pattern.compile("(?ms)^```sh curl\\n(.*?)^```$").matcher(Files.readString(GUIDE));
    assertThat(block.find()).as("the commands in " + GUIDE).isTrue();
    return block.group(1);
  }

  /** Starts it and gives the address of its REST API, without a slash at its end. */
  private String start() {
    WorkerProcess started =
        WorkerProcess.launch(folder, "", List.of("--kafka-port", "0", "--listen", "127.0.0.1:0"));
    worker = started;
    return started.awaitReady().url();
  }

  private int stop() throws InterruptedException {
    return Objects.requireNonNull(worker).stop();
  }

  private void sh(String commands) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(said).containsPattern("\\[\"file-s(ink|ource)\",\"file-s(ink|ource)\"]");
  }
}
