package io.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.access.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorsTest {
  private static final String ALL = "/api/v1/connectors";

  @TempDir private Path home;
  private ServedApi api;
  private String viewer;

  @BeforeEach
  void serve() {
    api = new ServedApi(home);
    viewer = api.token(Role.VIEWER, "shop");
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void plugins_are_listed_page_by_page_with_kind_name_class_version_and_place() {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    int total;
    do {
      JsonNode page = api.get(viewer, ALL + "?limit=7" + cursor).json();
      page.path("connectors")
          .forEach(one -> seen.add(one.path("kind").asText() + " " + one.path("name").asText()));
      total = page.path("total").asInt();
      cursor = page.has("next_cursor") ? "&cursor=" + page.path("next_cursor").asText() : "";
    } while (!cursor.isEmpty());

    assertThat(seen).hasSize(total).doesNotHaveDuplicates().isSorted();
    assertThat(seen).contains("source file-stream", "transformation insert-field");
    JsonNode found =
        api.get(viewer, ALL + "?kind=source&search=FileStreamSOURCE").json().path("connectors");
    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("class_name").asText())
        .isEqualTo("org.apache.kafka.connect.file.FileStreamSourceConnector");
    assertThat(found.get(0).path("version").asText()).matches("\\d+\\.\\d+.*");
    assertThat(found.get(0).path("from").asText()).isEqualTo("Sluice");
  }

  @Test
  void a_plugin_tells_each_option_with_what_its_definition_has() {
    JsonNode source = api.get(viewer, ALL + "/source/FileStreamSourceConnector").json();

    JsonNode topic = option(source, "topic");
    assertThat(topic.path("required").asBoolean()).isTrue();
    assertThat(topic.path("importance").asText()).isEqualTo("high");
    assertThat(topic.path("documentation").asText()).isNotBlank();
    JsonNode batch = option(source, "batch.size");
    assertThat(batch.path("type").asText()).isEqualTo("int");
    assertThat(batch.path("default_value").asText()).isEqualTo("2000");
  }

  @Test
  void words_that_a_validator_lists_are_choices_and_ranges_are_none() {
    JsonNode cast = api.get(viewer, ALL + "/transformation/timestamp-converter-value").json();

    assertThat(option(cast, "target.type").path("choices"))
        .extracting(JsonNode::asText)
        .contains("string", "unix", "Date");
    assertThat(option(cast, "format").path("choices")).isEmpty();
  }

  @Test
  void who_has_it_already_is_told_so() {
    ServedApi.Said first = api.get(viewer, ALL + "/source/FileStreamSourceConnector");

    assertThat(first.etag()).isNotEmpty();
    assertThat(
            api.send(
                    viewer,
                    "GET",
                    ALL + "/source/FileStreamSourceConnector",
                    null,
                    Map.of("If-None-Match", first.etag()))
                .status())
        .isEqualTo(304);
  }

  @Test
  void what_is_not_there_is_told_with_what_there_is_to_do() {
    ServedApi.Said said = api.get(viewer, ALL + "/source/%3Cb%3Eno-such");

    assertThat(said.status()).isEqualTo(404);
    assertThat(said.json().path("detail").asText()).contains("No source of that name");
    assertThat(api.get(viewer, ALL + "/nonsense/mask").status()).isEqualTo(404);
    assertThat(api.get(viewer, ALL + "?kind=nonsense").status()).isEqualTo(400);
  }

  private static JsonNode option(JsonNode plugin, String name) {
    for (JsonNode option : plugin.path("options")) {
      if (option.path("name").asText().equals(name)) {
        return option;
      }
    }
    throw new AssertionError("no option " + name);
  }
}
