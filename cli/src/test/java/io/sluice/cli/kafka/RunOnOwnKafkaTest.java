package io.sluice.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.kafka.run.KafkaAddress;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice run} with a Kafka of its own, whose tasks it can look into. */
@Tag("long")
class RunOnOwnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void rows_behind_one_that_no_converter_can_read_are_counted_as_they_come() throws Exception {
    write("{key.converter: connect-json-with-schemas, value.converter: connect-json-with-schemas}");
    try (RunningWorker run = new RunningWorker(folder, Map.of(), "run", "lines.yaml")) {
      awaitCounts(run, 1, 0);
      send("no json", "no json either");
      awaitCounts(run, 1, 2);
      Files.writeString(folder.resolve("lines.txt"), "two\n", StandardOpenOption.APPEND);
      awaitCounts(run, 2, 2);
      Invocation.in(folder, "stop", "lines.yaml");
      await().atMost(SOON).until(() -> !run.isAlive());
      assertThat(run.said()).contains("2 rows delivered", "2 dead letters");
    }
  }

  @Test
  void a_converter_that_waits_for_its_registry_is_told_and_the_run_goes_on_with_it()
      throws Exception {
    int port = FreePort.claim();
    write(
        "{key.converter: connect-json-with-schemas, value.converter: avro,"
            + " value.converter.schema.registry.url: 'http://127.0.0.1:%d',".formatted(port)
            + " value.converter.max.retries: 0}");
    try (RunningWorker run = new RunningWorker(folder, Map.of(), "run", "lines.yaml")) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                JsonNode status = status();
                assertThat(status.path("state").asText()).as(run.said()).isEqualTo("retrying");
                assertThat(status.at("/last_error/message").asText())
                    .contains("connector lines tries again", "value converter", ":" + port);
              });
      assertThat(run.said()).contains("tries again");

      try (RunningWorker registry =
          new RunningWorker(folder, Map.of(), "registry", "--port", String.valueOf(port))) {
        awaitCounts(run, 1, 0);
        await()
            .atMost(SOON)
            .untilAsserted(
                () ->
                    assertThat(status().path("state").asText())
                        .as(registry.said())
                        .isEqualTo("running"));
        Invocation.in(folder, "stop", "lines.yaml");
        await().atMost(SOON).until(() -> !run.isAlive());
      }
    }
  }

  private void send(String... values) {
    String servers =
        KafkaAddress.find(folder.resolve(".sluice").resolve(KafkaAddress.FOLDER))
            .orElseThrow()
            .bootstrapServers();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>("lines", value));
      }
    }
  }

  private void write(String converters) throws IOException {
    Files.writeString(folder.resolve("lines.txt"), "one\n");
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: lines
        source:
          connector: org.apache.kafka.connect.file.FileStreamSourceConnector
          config: {file: "%1$s/lines.txt", topic: lines}
        topic: lines
        converters: %2$s
        sinks:
          - name: copy
            connector: org.apache.kafka.connect.file.FileStreamSinkConnector
            config: {file: "%1$s/lines.copy"}
        """
            .formatted(folder, converters));
  }

  private void awaitCounts(RunningWorker run, int delivered, int deadLettered) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode status = status();
              assertThat(status.at("/records/delivered").asInt(-1))
                  .as("%s %s", status, run.said())
                  .isEqualTo(delivered);
              assertThat(status.at("/records/dead_lettered").asInt(-1)).isEqualTo(deadLettered);
            });
  }

  private JsonNode status() {
    return Invocation.in(folder, "status", "lines.yaml", "-o", "json").json();
  }
}
