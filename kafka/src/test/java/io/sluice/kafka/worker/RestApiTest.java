package io.sluice.kafka.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Each endpoint of Connect's REST API, as its reference lists them. */
class RestApiTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Rest rest = SharedKafka.get().rest();
  @TempDir Path folder;
  private String name = "";

  @BeforeEach
  void nameIt(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void remove() {
    ask("DELETE", "/connectors/" + name, null);
    ask("DELETE", "/connectors/" + name + "-sink", null);
  }

  @Test
  void the_root_says_version_and_cluster() {
    JsonNode said = ok("GET", "/", null);

    assertThat(said.get("version").asText()).startsWith("4.");
    assertThat(said.get("kafka_cluster_id").asText())
        .isEqualTo(SharedKafka.get().broker().clusterId());
  }

  @Test
  void health_is_told() {
    assertThat(ok("GET", "/health", null).get("status").asText()).isEqualTo("healthy");
  }

  @Test
  void a_connector_is_made_shown_listed_and_removed() throws IOException {
    Rest.Answer made =
        ask("POST", "/connectors", "{\"name\":\"" + name + "\",\"config\":" + source() + "}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(ok("GET", "/connectors", null)).extracting(JsonNode::asText).contains(name);
    await()
        .atMost(SOON)
        .until(
            () ->
                ok("GET", "/connectors?expand=info&expand=status", null).path(name).has("status"));
    assertThat(ok("GET", "/connectors/" + name, null).get("name").asText()).isEqualTo(name);
    assertThat(ok("GET", "/connectors/" + name + "/config", null).get("topic").asText())
        .isEqualTo(name);
    assertThat(ask("DELETE", "/connectors/" + name, null).status()).isEqualTo(204);
    await().atMost(SOON).until(() -> ask("GET", "/connectors/" + name, null).status() == 404);
  }

  @Test
  void settings_are_put_and_patched() throws IOException {
    assertThat(ask("PUT", "/connectors/" + name + "/config", source()).status()).isEqualTo(201);

    assertThat(ask("PUT", "/connectors/" + name + "/config", source()).status()).isEqualTo(200);
    assertThat(ask("PATCH", "/connectors/" + name + "/config", "{\"batch.size\":\"7\"}").status())
        .isEqualTo(200);
    assertThat(ok("GET", "/connectors/" + name + "/config", null).get("batch.size").asText())
        .isEqualTo("7");
  }

  @Test
  void tasks_are_listed_with_their_state_and_restarted() throws IOException {
    start(source());

    assertThat(ok("GET", "/connectors/" + name + "/tasks", null)).hasSize(1);
    assertThat(ok("GET", "/connectors/" + name + "/tasks/0/status", null).get("state").asText())
        .isEqualTo("RUNNING");
    assertThat(ask("POST", "/connectors/" + name + "/tasks/0/restart", null).status())
        .isEqualTo(204);
    assertThat(
            ask("POST", "/connectors/" + name + "/restart?includeTasks=true&onlyFailed=false", null)
                .status())
        .isEqualTo(202);
    awaitState("RUNNING");
  }

  @Test
  void a_connector_is_paused_resumed_and_stopped() throws IOException {
    start(source());

    assertThat(ask("PUT", "/connectors/" + name + "/pause", null).status()).isEqualTo(202);
    awaitState("PAUSED");
    assertThat(ask("PUT", "/connectors/" + name + "/resume", null).status()).isEqualTo(202);
    awaitState("RUNNING");
    assertThat(ask("PUT", "/connectors/" + name + "/stop", null).status()).isEqualTo(204);
    awaitState("STOPPED");
  }

  @Test
  void offsets_of_a_source_are_read_altered_and_reset() throws IOException {
    start(source());
    await()
        .atMost(SOON)
        .until(
            () -> ok("GET", "/connectors/" + name + "/offsets", null).get("offsets").size() == 1);
    ask("PUT", "/connectors/" + name + "/stop", null);
    awaitState("STOPPED");
    JsonNode partition =
        ok("GET", "/connectors/" + name + "/offsets", null).get("offsets").get(0).get("partition");

    Rest.Answer altered =
        ask(
            "PATCH",
            "/connectors/" + name + "/offsets",
            "{\"offsets\":[{\"partition\":" + partition + ",\"offset\":{\"position\":2}}]}");

    assertThat(altered.status()).isEqualTo(200);
    assertThat(
            ok("GET", "/connectors/" + name + "/offsets", null)
                .at("/offsets/0/offset/position")
                .asInt())
        .isEqualTo(2);
    assertThat(ask("DELETE", "/connectors/" + name + "/offsets", null).status()).isEqualTo(200);
    assertThat(ok("GET", "/connectors/" + name + "/offsets", null).get("offsets")).isEmpty();
  }

  @Test
  void lines_go_through_a_topic_into_a_file_and_offsets_of_the_sink_are_shown() throws IOException {
    start(source());
    Path copy = folder.resolve("copy.txt");
    ObjectNode sink = JsonNodeFactory.instance.objectNode();
    sink.put("connector.class", "FileStreamSink").put("file", copy.toString()).put("topics", name);

    assertThat(ask("PUT", "/connectors/" + name + "-sink/config", sink.toString()).status())
        .isEqualTo(201);

    await().atMost(SOON).untilAsserted(() -> assertThat(copy).hasContent("one\ntwo"));
    await()
        .atMost(SOON)
        .until(
            () ->
                ok("GET", "/connectors/" + name + "-sink/offsets", null)
                        .at("/offsets/0/offset/kafka_offset")
                        .asInt()
                    == 2);
  }

  @Test
  void active_topics_are_shown_and_forgotten() throws IOException {
    start(source());

    await()
        .atMost(SOON)
        .until(
            () ->
                ok("GET", "/connectors/" + name + "/topics", null).get(name).get("topics").size()
                    == 1);
    assertThat(ask("PUT", "/connectors/" + name + "/topics/reset", null).status()).isEqualTo(202);
  }

  @Test
  void plugins_are_listed_with_their_settings() {
    JsonNode all = ok("GET", "/connector-plugins?connectorsOnly=false", null);

    assertThat(all)
        .extracting(plugin -> plugin.get("type").asText())
        .contains("source", "sink", "transformation", "predicate", "converter", "header_converter");
    assertThat(ok("GET", "/connector-plugins/FileStreamSource/config", null))
        .extracting(setting -> setting.get("name").asText())
        .contains("file", "topic");
  }

  @Test
  void settings_are_validated_with_each_error_at_its_key() throws IOException {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("connector.class", "FileStreamSource").put("name", name);

    JsonNode said =
        ok("PUT", "/connector-plugins/FileStreamSource/config/validate", config.toString());

    assertThat(said.get("error_count").asInt()).isEqualTo(1);
  }

  @Test
  void a_plugin_that_is_not_there_is_refused() throws IOException {
    Rest.Answer said =
        ask("PUT", "/connectors/" + name + "/config", "{\"connector.class\":\"NoSuch\"}");

    assertThat(said.status()).isIn(400, 500);
    assertThat(said.body().get("message").asText()).contains("NoSuch");
  }

  @Test
  void the_level_of_a_logger_is_that_of_the_lines_which_are_written() {
    Logger below = LoggerFactory.getLogger("watched.worker.Below");

    JsonNode changed = ok("PUT", "/admin/loggers/watched.worker", "{\"level\":\"DEBUG\"}");

    assertThat(changed.toString()).contains("watched.worker", "watched.worker.Below");
    assertThat(below.isDebugEnabled()).isTrue();
    assertThat(ok("GET", "/admin/loggers/watched.worker.Below", null).get("level").asText())
        .isEqualTo("DEBUG");
    assertThat(ok("GET", "/admin/loggers/watched.worker", null).get("last_modified").asLong())
        .isPositive();
    ok("PUT", "/admin/loggers/watched.worker", "{\"level\":\"WARN\"}");
    assertThat(below.isInfoEnabled()).isFalse();
  }

  @Test
  void the_level_of_a_logger_is_set_on_every_worker() {
    Logger logger = LoggerFactory.getLogger("watched.cluster");

    assertThat(
            ask("PUT", "/admin/loggers/watched.cluster?scope=cluster", "{\"level\":\"TRACE\"}")
                .status())
        .isEqualTo(204);

    await().atMost(SOON).until(logger::isTraceEnabled);
  }

  @Test
  void loggers_are_listed_with_the_one_above_all() {
    ok("PUT", "/admin/loggers/watched.listed", "{\"level\":\"TRACE\"}");

    JsonNode listed = ok("GET", "/admin/loggers", null);

    assertThat(listed.at("/watched.listed/level").asText()).isEqualTo("TRACE");
    Logger aboveAll = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    List<String> written =
        Stream.of(Level.values()).filter(aboveAll::isEnabledForLevel).map(Level::name).toList();
    // From ERROR on, to the one that is the least of those that are written.
    assertThat(listed.at("/root/level").asText()).isEqualTo(written.get(written.size() - 1));
  }

  @Test
  void a_logger_or_a_level_that_is_not_there_is_said() {
    assertThat(ask("GET", "/admin/loggers/no.such.logger", null).status()).isEqualTo(404);
    assertThat(ask("PUT", "/admin/loggers/watched", "{\"level\":\"LOUD\"}").status())
        .isEqualTo(404);
  }

  private String source() throws IOException {
    Path file = folder.resolve("lines.txt");
    Files.write(file, List.of("one", "two"));
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config
        .put("connector.class", "FileStreamSource")
        .put("file", file.toString())
        .put("topic", name);
    return config.toString();
  }

  private void start(String config) {
    assertThat(ask("PUT", "/connectors/" + name + "/config", config).status()).isEqualTo(201);
    awaitState("RUNNING");
  }

  private void awaitState(String state) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              JsonNode status = ask("GET", "/connectors/" + name + "/status", null).body();
              assertThat(status.at("/connector/state").asText()).isEqualTo(state);
              assertThat(status.path("tasks"))
                  .extracting(task -> task.get("state").asText())
                  .hasSize(state.equals("STOPPED") ? 0 : 1)
                  .allMatch(state::equals);
            });
  }

  private JsonNode ok(String method, String path, @Nullable String body) {
    Rest.Answer answer = ask(method, path, body);
    assertThat(answer.status()).as(method + " " + path + " " + answer.body()).isEqualTo(200);
    return answer.body();
  }

  private Rest.Answer ask(String method, String path, @Nullable String body) {
    return rest.ask(method, path, body);
  }
}
