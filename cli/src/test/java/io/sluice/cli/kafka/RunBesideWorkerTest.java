package io.sluice.cli.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.kafka.run.KafkaAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice run} on the Kafka that {@code sluice worker} of the same folder has. */
@Tag("long")
class RunBesideWorkerTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static RunningWorker worker;
  private static KafkaAddress address;

  @BeforeAll
  static void start() {
    worker =
        new RunningWorker(
            folder, Map.of(), "worker", "--kafka-port", "0", "--listen", "127.0.0.1:0");
    Path kafka = folder.resolve(".sluice").resolve(KafkaAddress.FOLDER);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(KafkaAddress.find(kafka)).as(worker.said()).isPresent());
    address = KafkaAddress.find(kafka).orElseThrow();
  }

  @AfterAll
  static void stop() {
    worker.close();
  }

  @Test
  void a_question_without_an_answer_is_no_end_and_the_status_does_not_say_that_it_runs()
      throws IOException {
    write("lines", "topic: lines");
    try (RestDoor door = new RestDoor(address.connect())) {
      Path said = folder.resolve(".sluice/kafka/address.properties");
      Files.writeString(
          said,
          "bootstrap.servers=%s\nconnect=%s\n"
              .formatted(address.bootstrapServers(), door.address()));
      try (RunningWorker run = new RunningWorker(folder, Map.of(), "run", "lines.yaml")) {
        awaitState(run, "running");
        door.late(true);
        awaitState(run, "retrying");
        assertThat(status("lines").at("/last_error/message").asText())
            .contains("not known how the connectors are", "Request timed out");
        door.late(false);
        awaitState(run, "running");

        door.close();

        await().atMost(SOON).until(() -> !run.isAlive());
        assertThat(run.said()).contains("the Kafka that it ran on has ended");
      }
    }
  }

  @Test
  void a_topic_that_kafka_refuses_leaves_no_run_behind() throws IOException {
    write("refused", "topics: {names: [refused], retention.ms: soon}");

    Invocation run = Invocation.in(folder, "run", "refused.yaml");

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.err()).contains("retention.ms");
    JsonNode status = status("refused");
    assertThat(status.path("state").asText()).isEqualTo("never_ran");
    assertThat(status.path("open_dead_letters").asInt(-1)).as("there is no topic of them").isZero();
  }

  @Test
  void what_the_worker_of_another_process_sets_aside_is_no_row_and_both_are_counted()
      throws Exception {
    write("counted", "topic: counted");
    try (RunningWorker run = new RunningWorker(folder, Map.of(), "run", "counted.yaml")) {
      awaitCounts(run, 1, 0);
      send("counted", "no json", "no json either");
      awaitCounts(run, 1, 2);
      // Each of these lines is a transaction, whose end takes an offset and is no row.
      for (String line : List.of("two", "three")) {
        Files.writeString(folder.resolve("lines.txt"), line + "\n", StandardOpenOption.APPEND);
        await().atMost(SOON).until(() -> copied("counted").contains(line));
      }
      awaitCounts(run, 3, 2);
      assertThat(Invocation.in(folder, "status", "counted.yaml").out()).contains("2 open");
      assertThat(
              Invocation.in(
                      folder,
                      "dlq",
                      "purge",
                      "counted.yaml",
                      "--all",
                      "--reason",
                      "a test",
                      "--yes")
                  .code())
          .isZero();
      awaitCounts(run, 3, 2);
      assertThat(status("counted").path("open_dead_letters").asInt(-1)).isZero();
      Invocation.in(folder, "stop", "counted.yaml");
      await().atMost(SOON).until(() -> !run.isAlive());
      assertThat(run.said()).contains("3 rows delivered", "2 dead letters");
    }
    JsonNode after = status("counted");
    assertThat(after.path("running").asBoolean()).isFalse();
    assertThat(after.at("/records/delivered").asInt()).isEqualTo(3);
    assertThat(after.at("/records/dead_lettered").asInt()).isEqualTo(2);
  }

  private static String copied(String pipeline) throws IOException {
    return Files.readString(folder.resolve(pipeline + ".copy"));
  }

  private static void send(String topic, String... values) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic, value));
      }
    }
  }

  private static void awaitCounts(RunningWorker run, int delivered, int deadLettered) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode status = status("counted");
              assertThat(status.at("/records/delivered").asInt(-1))
                  .as("%s %s", status, run.said())
                  .isEqualTo(delivered);
              assertThat(status.at("/records/dead_lettered").asInt(-1)).isEqualTo(deadLettered);
              assertThat(status.at("/sinks/0/in_flight").asInt(-1)).isZero();
            });
  }

  @Test
  void a_topic_gets_partitions_only_when_somebody_says_so() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("grown", 1, (short) 1))).all().get();
      write("grown", "topics: {names: [grown], partitions: 3}");

      Invocation run = Invocation.in(folder, "run", "grown.yaml");

      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE.number());
      assertThat(run.err()).contains("grown", "partitions", "--yes");
      assertThat(
              requireNonNull(
                      admin.describeTopics(List.of("grown")).allTopicNames().get().get("grown"))
                  .partitions())
          .hasSize(1);
    }
  }

  @Test
  void a_project_file_with_a_mistake_is_refused_and_not_left_out() throws IOException {
    Path wrong = Files.createDirectories(folder.resolve("wrong"));
    Files.writeString(
        wrong.resolve("sluice.yaml"), "kafka:\n  bootstrap.servers: a:1\ntopic: {}\n");
    write("elsewhere", "topic: lines");
    Files.move(folder.resolve("elsewhere.yaml"), wrong.resolve("elsewhere.yaml"));

    Invocation run = Invocation.in(wrong, "run", "elsewhere.yaml");

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.err()).contains("sluice.yaml", "topic");
  }

  private static void write(String name, String topics) throws IOException {
    Files.writeString(folder.resolve("lines.txt"), "one\n");
    Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        name: %1$s
        source:
          connector: org.apache.kafka.connect.file.FileStreamSourceConnector
          config: {file: "%3$s/lines.txt", topic: lines}
        %2$s
        converters: {key.converter: connect-json-with-schemas, value.converter: connect-json-with-schemas}
        sinks:
          - name: copy
            connector: org.apache.kafka.connect.file.FileStreamSinkConnector
            config: {file: "%3$s/%1$s.copy"}
        """
            .formatted(name, topics, folder));
  }

  private static void awaitState(RunningWorker run, String state) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(status("lines").path("state").asText())
                    .as("%s %s", status("lines"), run.said())
                    .isEqualTo(state));
  }

  private static JsonNode status(String pipeline) {
    return Invocation.in(folder, "status", pipeline + ".yaml", "-o", "json").json();
  }
}
