package io.sluice.acceptance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.acceptance.run.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a pipeline that was deployed to the worker of its folder. */
@Tag("long")
class OperateOnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String SHOP =
      """
      name: shop
      source:
        connector: FileStreamSource
        config: {file: %s, topic: lines}
      transforms:
        - hoist-field: {field: line}
      topics: {names: visits, partitions: 2, retention.ms: 86400000}
      sinks:
        - connector: table
          config: {url: "jdbc:sqlite:%s", mode: append, primary.key.mode: none}
      """;

  @TempDir Path folder;
  private @Nullable Process worker;
  private String connect = "";
  private String brokers = "";

  @BeforeEach
  void start() throws IOException {
    Files.write(folder.resolve("lines.txt"), List.of("one", "two", "three"));
    Files.writeString(
        folder.resolve("shop.yaml"),
        SHOP.formatted(folder.resolve("lines.txt"), folder.resolve("copy.db")));
    Path output = folder.resolve("worker.out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Distribution.command().toString(),
            "worker",
            "--kafka-port",
            "0",
            "--listen",
            "127.0.0.1:0");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process started =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    worker = started;
    Pattern address = Pattern.compile("(?s)Kafka +([0-9.:]+).*Kafka Connect (http\\S+)/");
    await()
        .atMost(SOON)
        .until(() -> !started.isAlive() || address.matcher(Files.readString(output)).find());
    Matcher said = address.matcher(Files.readString(output));
    assertThat(said.find()).as(Files.readString(output)).isTrue();
    brokers = said.group(1);
    connect = said.group(2);
  }

  @AfterEach
  void end() {
    Objects.requireNonNull(worker).destroyForcibly().onExit().join();
  }

  private Command.Result sluice(String... arguments) {
    return Command.in(folder).run(arguments);
  }

  private Command.Result deploy(String command, String... more) {
    return sluice(
        Stream.concat(Stream.of(command, "shop.yaml", "--connect", connect), Arrays.stream(more))
            .toArray(String[]::new));
  }

  private JsonNode sink() {
    JsonNode connectors = sluice("status", "shop.yaml", "-o", "json").json().path("connectors");
    return connectors.path(1);
  }

  private void change(String from, String to) throws IOException {
    Path file = folder.resolve("shop.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void a_pipeline_is_deployed_watched_changed_set_back_and_its_dead_letters_are_seen_to()
      throws Exception {
    Command.Result deployed = deploy("deploy").ok();
    assertThat(deployed.out())
        .containsSubsequence(
            "made topic dead-letters.shop-table", "made topic visits", "made shop");
    await().atMost(SOON).until(() -> rows().size() == 3);
    await().atMost(SOON).until(() -> sink().path("lag").asLong(-1) == 0);
    assertThat(deploy("deploy").ok().out()).contains("Nothing to do");

    change("partitions: 2, retention.ms: 86400000", "partitions: 3");
    assertThat(deploy("plan").ok().out())
        .contains("~ topic visits", "partitions: 2 -> 3", "retention.ms: 86400000 -> (the broker")
        .contains("shop.yaml:7:", "grows from 2 to 3 partitions");
    assertThat(deploy("deploy").code()).as("nobody can be asked").isEqualTo(2);
    assertThat(deploy("deploy", "--yes").ok().out()).contains("changed topic visits");
    assertThat(deploy("plan").ok().out()).contains("Nothing to do").doesNotContain("topic visits");

    sluice("offsets", "reset", "shop.yaml", "--connector", "shop-table", "--yes").ok();
    await().atMost(SOON).until(() -> rows().size() == 6);
    assertThat(rows()).containsOnly("one", "two", "three");

    send("no json");
    await()
        .atMost(SOON)
        .until(
            () -> sluice("dlq", "ls", "shop.yaml", "-o", "json").json().path("open").asInt() == 1);
    Command.Result replayed = sluice("dlq", "replay", "shop.yaml", "--all", "-o", "json");
    assertThat(replayed.code()).as(replayed.out() + replayed.err()).isEqualTo(1);
    assertThat(replayed.json().path("failed_again").asInt()).isEqualTo(1);
    JsonNode letters = sluice("dlq", "ls", "shop.yaml", "--letters", "-o", "json").json();
    assertThat(letters.at("/letters/0/attempts").asInt()).isEqualTo(2);
    assertThat(letters.path("letters")).hasSize(1);
    sluice("dlq", "purge", "shop.yaml", "--all", "--reason", "a test", "--yes").ok();
    assertThat(sluice("dlq", "ls", "shop.yaml").ok().out()).contains("No dead letters");
    assertThat(rows()).hasSize(6);
  }

  private void send(String value) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("visits", value));
    }
  }

  private List<String> rows() {
    Path file = folder.resolve("copy.db");
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select line from visits")) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      return List.of(); // The table is not there yet, or is being written to.
    }
  }
}
