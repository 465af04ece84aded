package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin that comes while a Kafka runs which looked for plugins before. */
@Tag("long")
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CoordinatesOnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(120);

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(process -> process.destroyForcibly().onExit().join());
  }

  @Test
  void what_a_kafka_that_runs_does_not_have_is_named_and_the_next_one_has_it() throws Exception {
    Files.writeString(
        folder.resolve("documents.yaml"),
        """
        name: documents
        topics: [orders]
        sinks:
          - connector: maven:org.mongodb.kafka:mongo-kafka-connect:2.0.1:jar:all
            config: {connection.uri: "mongodb://127.0.0.1:1", database: shop, collection: orders}
        """);
    Process worker = start("worker", "--kafka-port", "0", "--listen", "127.0.0.1:0");
    await().atMost(SOON).until(() -> said("worker").contains("Ready after"));

    assertThat(start("run", "documents.yaml").waitFor()).isEqualTo(1);
    assertThat(said("run"))
        .contains("MongoSinkConnector")
        .contains("has the plugins that were there when it started: stop it, and start it again");
    worker.destroy();
    worker.waitFor();

    assertThat(start("run", "documents.yaml").waitFor()).as("a setting is refused").isEqualTo(2);
    assertThat(said("run"))
        .contains("documents.yaml:5:", "connection.uri: Unable to connect to the server")
        .doesNotContain("start it");
  }

  /** The launcher becomes the JVM. */
  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Distribution.command().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(arguments[0] + ".said").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String said(String command) throws IOException {
    return Files.readString(folder.resolve(command + ".said"));
  }
}
