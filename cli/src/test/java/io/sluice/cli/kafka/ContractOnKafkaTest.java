package io.sluice.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contract on schemas in a pipeline that names a topic. */
@Tag("long")
class ContractOnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LINE = "org.apache.kafka.connect.transforms.HoistField$Value";
  private static final String NOTE = "org.apache.kafka.connect.transforms.InsertField$Value";

  @TempDir private Path folder;

  @Test
  void what_no_version_allows_never_reaches_the_topic_and_what_is_frozen_does_without_the_rest()
      throws Exception {
    say("one");
    write("{type: %s, field: line}".formatted(LINE), "{compatibility: BACKWARD}");
    run(
        run -> {
          awaitCopy(run, "Struct{line=one}");
          assertThat(decisions()).containsExactly("registered lines-value");
        });

    say("two");
    write("{type: %s, field: text}".formatted(LINE), "{compatibility: BACKWARD}");
    try (RunningWorker run = new RunningWorker(folder, Map.of(), "run", "lines.yaml")) {
      await().atMost(SOON).until(() -> !run.isAlive());
      assertThat(run.said())
          .contains("lines-value: the schema of topic lines is none of its versions")
          .contains("sluice schema events --event");
    }
    assertThat(Files.readString(folder.resolve("lines.copy"))).isEqualTo("Struct{line=one}\n");
    assertThat(decisions()).contains("stopped lines-value");
    assertThat(Invocation.in(folder, "status", "lines.yaml").out()).contains("lines-value");

    write(
        "{type: %s, field: line}, {type: %s, static.field: note, static.value: more}"
            .formatted(LINE, NOTE),
        "{compatibility: BACKWARD, on_change: freeze}");
    run(
        run -> {
          awaitCopy(run, "Struct{line=one}", "Struct{line=two}");
          await()
              .atMost(SOON)
              .untilAsserted(
                  () -> assertThat(event("frozen").path("records").asInt()).isEqualTo(1));
        });
    assertThat(decisions()).contains("frozen lines-value");
  }

  @Test
  void a_registry_that_is_away_is_told_and_waited_for() throws Exception {
    int port = FreePort.claim();
    say("one");
    write(
        "{type: %s, field: line}".formatted(LINE),
        "{registry: 'http://127.0.0.1:%d'}".formatted(port));
    try (RunningWorker run = new RunningWorker(folder, Map.of(), "run", "lines.yaml")) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(status().at("/last_error/message").asText())
                      .as(run.said())
                      .contains("tries again: transform ContractTransform", ":" + port));
      assertThat(status().path("state").asText()).isEqualTo("retrying");
      assertThat(folder.resolve("lines.copy")).isEmptyFile();

      try (RunningWorker registry =
          new RunningWorker(folder, Map.of(), "registry", "--port", String.valueOf(port))) {
        awaitCopy(run, "Struct{line=one}");
        assertThat(decisions()).as(registry.said()).containsExactly("registered lines-value");
        stop(run);
      }
    }
  }

  @Test
  void for_the_workers_of_a_cluster_validate_asks_for_a_registry_that_they_reach()
      throws IOException {
    say("one");
    write("{type: %s, field: line}".formatted(LINE), "{}");
    assertThat(Invocation.in(folder, "validate", "lines.yaml").code()).isZero();

    Files.writeString(folder.resolve("sluice.yaml"), "kafka: {bootstrap.servers: 'a:9092'}\n");

    Invocation validate = Invocation.in(folder, "validate", "lines.yaml");
    assertThat(validate.code()).isEqualTo(ExitCode.USAGE.number());
    assertThat(validate.out()).contains("lines.yaml:9", "Name a registry that they reach");
  }

  /** What happens while it runs. */
  @FunctionalInterface
  private interface Meanwhile {
    void in(RunningWorker run) throws Exception;
  }

  private void run(Meanwhile meanwhile) throws Exception {
    try (RunningWorker run = new RunningWorker(folder, Map.of(), "run", "lines.yaml")) {
      meanwhile.in(run);
      stop(run);
    }
  }

  private void stop(RunningWorker run) {
    Invocation.in(folder, "stop", "lines.yaml");
    await().atMost(SOON).until(() -> !run.isAlive());
  }

  private void awaitCopy(RunningWorker run, String... lines) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(folder.resolve("lines.copy"))
                    .as(run.said())
                    .content()
                    .isEqualTo(String.join("\n", lines) + "\n"));
  }

  private void say(String line) throws IOException {
    Files.writeString(
        folder.resolve("lines.txt"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void write(String transforms, String schema) throws IOException {
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: lines
        source:
          connector: org.apache.kafka.connect.file.FileStreamSourceConnector
          config: {file: "%1$s/lines.txt", topic: lines}
        topic: lines
        converters: {key.converter: connect-json-with-schemas, value.converter: connect-json-with-schemas}
        transforms:
          - %2$s
        schema: %3$s
        sinks:
          - name: copy
            connector: org.apache.kafka.connect.file.FileStreamSinkConnector
            config: {file: "%1$s/lines.copy"}
        """
            .formatted(folder, transforms.replace("}, {", "}\n  - {"), schema));
  }

  private JsonNode events() {
    return Invocation.in(folder, "schema", "events", "lines.yaml", "-o", "json")
        .json()
        .path("events");
  }

  private JsonNode event(String decision) {
    for (JsonNode event : events()) {
      if (event.path("decision").asText().equals(decision)) {
        return event;
      }
    }
    throw new AssertionError("no event " + decision + " in " + events());
  }

  private List<String> decisions() {
    List<String> decisions = new ArrayList<>();
    events()
        .forEach(
            event ->
                decisions.add(
                    event.path("decision").asText() + " " + event.path("subject").asText()));
    return decisions;
  }

  private JsonNode status() {
    return Invocation.in(folder, "status", "lines.yaml", "-o", "json").json();
  }
}
