package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters of a pipeline on the Kafka of its folder, by API and console. */
@Timeout(240)
class LettersOnKafkaServedTest extends ServedBed {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String LETTERS = "/api/v1/pipelines/lines/dead-letters";
  private static final String PAGES = "/pipelines/lines/letters";

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: lines
        topic: lines
        converters:
          key.converter: org.apache.kafka.connect.storage.StringConverter
          value.converter: org.apache.kafka.connect.storage.StringConverter
        source:
          connector: io.sluice.server.fleet.LineSource
          config: {file: "%1$s/lines.in"}
        sinks:
          - name: printer
            connector: io.sluice.server.fleet.LineSink
            config: {file: "%1$s/lines.out"}
        on_error: {record: dead_letter, max_rate: 100%%}
        """
            .formatted(folder));
    Files.writeString(folder.resolve("lines.out.strict"), "");
    Files.writeString(folder.resolve("lines.in"), "good 1\nbad secret 2\nbad secret 3\ngood 4\n");
    serve();
  }

  private List<String> out() throws IOException {
    Path file = folder.resolve("lines.out");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Open letters, once there are so many. */
  private JsonNode open(int count) {
    return await()
        .atMost(SOON)
        .until(() -> get(LETTERS).path("letters"), letters -> letters.size() == count);
  }

  @Test
  void they_are_listed_shown_replayed_and_purged_as_any_others() throws IOException {
    assertThat(get(LETTERS).path("detail").asText() + get(LETTERS).path("letters"))
        .as("while Kafka starts it is said, or there is none")
        .containsAnyOf("which does not run now", "[]", "does not answer");
    JsonNode letters = open(2);
    assertThat(letters.at("/0/id").asText()).isEqualTo("printer:0:0");
    assertThat(letters.at("/0/component").asText()).isEqualTo("printer");
    assertThat(letters.at("/0/connect_stage").asText()).isEqualTo("TASK_PUT");
    assertThat(letters.at("/0/message").asText()).isEqualTo("a line that nobody wants");
    assertThat(get(LETTERS + "?limit=1").path("letters")).hasSize(1);
    String next = get(LETTERS + "?limit=1").path("next_cursor").asText();
    assertThat(get(LETTERS + "?limit=1&cursor=" + next).at("/letters/0/id").asText())
        .isEqualTo("printer:0:1");
    assertThat(get(LETTERS + "/printer:0:1").at("/record/value").asText())
        .isEqualTo("bad secret 3");
    assertThat(json(ask(token, "GET", LETTERS + "/printer:0:1/record", "", "")).path("value"))
        .hasToString("\"bad secret 3\"");
    assertThat(ask(token, "GET", LETTERS + "/printer:0:9", "text/plain", "").statusCode())
        .isEqualTo(404);
    JsonNode groups = get("/api/v1/dead-letters/groups");
    assertThat(groups.at("/counted/0/pipeline").asText()).isEqualTo("lines");
    assertThat(groups.at("/counted/0/read_at").asText()).startsWith("20");
    JsonNode group = groups.at("/groups/0");
    assertThat(group.path("count").asLong()).isEqualTo(2);
    assertThat(group.path("newest_id").asText()).isEqualTo("printer:0:1");
    assertThat(group.has("arrivals")).as("nobody knows when they came").isFalse();
    assertThat(get("/api/v1/pipelines/lines").path("open_dead_letters").asLong()).isEqualTo(2);
    for (String call : List.of("/printer:0:0/copies", "/0/copies", "/0/test")) {
      assertThat(post(LETTERS + call, "{\"value\": \"x\"}").path("detail").asText())
          .contains("no copies");
    }

    JsonNode again = post(LETTERS + "/replay?wait=20", "{\"ids\": [\"printer:0:0\"]}");
    assertThat(again.path("failed_again").asLong()).as(again.toString()).isEqualTo(1);
    JsonNode two = open(2);
    assertThat(two.findValuesAsText("attempts")).contains("1", "2");
    assertThat(get(LETTERS + "/printer:0:0").path("status").asText()).isEqualTo("replayed");

    Files.delete(folder.resolve("lines.out.strict"));
    FullAudit.after(0, project.state());
    for (String job : List.of("/replay", "/purge")) {
      assertThat(post(LETTERS + job + "?wait=20&reason=tests", "{\"all\": true}").toString())
          .contains("It was not done, since it cannot be noted", "Nothing was changed");
    }
    FullAudit.end(project.state());
    open(2);
    assertThat(get(LETTERS + "/jobs").toString()).doesNotContain("tests");
    JsonNode replayed = post(LETTERS + "/replay?wait=20&reason=mended", "{\"all\": true}");
    assertThat(replayed.path("state").asText()).as(replayed.toString()).isEqualTo("done");
    assertThat(replayed.path("done").asLong()).isEqualTo(2);
    assertThat(out()).containsExactlyInAnyOrder("good 1", "good 4", "bad secret 2", "bad secret 3");
    assertThat(get(LETTERS).path("letters")).isEmpty();

    Files.writeString(folder.resolve("lines.out.strict"), "");
    Files.writeString(folder.resolve("lines.in"), "bad 5\n", StandardOpenOption.APPEND);
    open(1);
    assertThat(ask(token, "POST", LETTERS + "/purge", "application/json", "{\"all\": true}"))
        .as("without a reason")
        .returns(400, response -> response.statusCode());
    JsonNode purged = post(LETTERS + "/purge?wait=20&reason=tests", "{\"all\": true}");
    assertThat(purged.path("done").asLong()).as(purged.toString()).isEqualTo(1);
    assertThat(get(LETTERS).path("letters")).isEmpty();
    assertThat(project.state().audit().list("lines", 20))
        .filteredOn(entry -> entry.action().startsWith("dead_letters."))
        .extracting(Audit.Entry::action, Audit.Entry::reason)
        .containsExactly(
            tuple("dead_letters.purge", "tests"),
            tuple("dead_letters.purge", "tests"),
            tuple("dead_letters.replay", "mended"),
            tuple("dead_letters.replay", "mended"),
            tuple("dead_letters.replay", ""),
            tuple("dead_letters.replay", ""));
    assertThat(project.state().audit().list("lines", 20))
        .filteredOn(entry -> entry.action().equals("dead_letters.purge"))
        .extracting(Audit.Entry::before, Audit.Entry::after)
        .containsExactly(
            tuple("{\"letters\":1}", "{\"purged\":1}"),
            tuple("{\"letters\":1}", "{\"begun\":true}"));
    assertThat(project.state().audit().list("lines", 20).toString()).doesNotContain("secret");
  }

  @Test
  @Tag("long")
  void the_console_shows_them_and_says_what_kafka_cannot_do() throws IOException {
    open(2);

    Document all = page("/letters");
    String kind = all.selectFirst("[data-table=kinds] tbody th a").attr("href");
    String one = page(kind).selectFirst("[data-table=letters] tbody th a").attr("href");
    assertThat(one).isEqualTo(PAGES + "/printer:0:1");
    Document letters = page(PAGES);
    assertThat(letters.text()).contains("not when it was set aside", "2 open");
    assertThat(letters.select("#time-title")).isEmpty();
    Document shown = page(one);
    assertThat(shown.selectFirst("[data-part=value]").text()).isEqualTo("\"bad secret 3\"");
    assertThat(shown.text()).contains("TASK_PUT", "has no copies to be edited");
    assertThat(shown.select("[data-do=edit], [data-do=test]")).isEmpty();

    String viewer =
        post("/api/v1/tokens", "{\"name\": \"eyes\", \"grants\": {\"*\": \"viewer\"}}")
            .path("secret")
            .asText();
    for (String path : List.of("/letters", PAGES, kind, one, LETTERS)) {
      assertThat(ask(viewer, "GET", path, "text/html", "").body())
          .as(path)
          .doesNotContain("secret", "nobody wants", "data-do=\"replay");
    }

    Files.delete(folder.resolve("lines.out.strict"));
    String replay = shown.selectFirst("[data-do=replay]").attr("href");
    Document asked = page(replay);
    assertThat(asked.text()).contains("letter printer:0:1", "whoever else reads those topics");
    String job =
        form(asked.selectFirst("form.ask").attr("action"), Map.of())
            .headers()
            .firstValue("Location")
            .orElseThrow();
    await()
        .atMost(SOON)
        .until(() -> page(job).selectFirst("[data-job]").attr("data-state").equals("DONE"));
    assertThat(out()).contains("bad secret 3");
    assertThat(page(one).select("[data-letter]").attr("data-status")).isEqualTo("REPLAYED");
  }
}
