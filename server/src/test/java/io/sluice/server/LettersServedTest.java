package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.engine.deadletter.RecordCodec;
import io.sluice.state.deadletter.DeadLetter;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.state.deadletter.LetterCopies;
import io.sluice.state.history.Audit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Dead letters of a real pipeline, by API and console: from a bad line of a file to its corrected
 * copy in another.
 */
@Timeout(180)
class LettersServedTest extends ServedBed {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LETTERS = "/api/v1/pipelines/lines/dead-letters";
  private static final String HOSTILE = "bad <script>alert('x')</script> \u202e\u0007 & \"q\"";

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: lines
        source:
          connector: io.sluice.server.fleet.LineSource
          config: {file: "%1$s/lines.in"}
        sinks:
          - name: printer
            connector: io.sluice.server.fleet.LineSink
            config: {file: "%1$s/lines.out"}
        on_error: {record: dead_letter, max_rate: 100%%}
        checkpoint: {interval: 50ms}
        """
            .formatted(folder));
    Files.writeString(folder.resolve("lines.out.strict"), "");
    serve();
  }

  private void feed(String... lines) throws IOException {
    Files.writeString(folder.resolve("lines.in"), String.join("\n", lines) + "\n");
  }

  /** Open letters, once there are so many. */
  private JsonNode open(int count) {
    return await()
        .atMost(SOON)
        .until(() -> get(LETTERS).path("letters"), letters -> letters.size() == count);
  }

  private List<String> out() throws IOException {
    Path file = folder.resolve("lines.out");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void a_bad_line_is_edited_in_a_copy_tried_replayed_and_done_with() throws IOException {
    feed("good 1", "bad 2", "good 3");
    long letter = open(1).get(0).path("id").asLong();

    JsonNode groups = get("/api/v1/dead-letters/groups?span=1h").path("groups");
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).path("component").asText()).isEqualTo("printer");
    assertThat(groups.get(0).path("message").asText()).isEqualTo("a line that nobody wants");
    assertThat(IntStream.range(0, 60).mapToLong(i -> groups.at("/0/arrivals/" + i).asLong()).sum())
        .isEqualTo(1);

    JsonNode copy = post(LETTERS + "/" + letter + "/copies", "{\"value\": \"mended 2\"}");
    long id = copy.path("id").asLong();
    assertThat(get(LETTERS + "/" + id + "/test").path("reaches_sinks").asBoolean()).isTrue();
    assertThat(out()).as("nothing was written").containsExactly("good 1", "good 3");

    JsonNode job = post(LETTERS + "/replay?wait=20&reason=mended", "{\"all\": true}");

    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("done");
    assertThat(job.path("meant").asLong()).as("the copy stands for its letter").isEqualTo(1);
    assertThat(job.path("done").asLong()).isEqualTo(1);
    assertThat(out()).containsExactly("good 1", "good 3", "mended 2");
    assertThat(get(LETTERS).path("letters")).isEmpty();
    JsonNode original = get(LETTERS + "/" + letter);
    assertThat(original.path("status").asText()).isEqualTo("replayed");
    assertThat(original.path("reason").asText()).isEqualTo("replayed as its copy " + id);
    assertThat(original.at("/record/value").asText()).as("as it came").isEqualTo("bad 2");
    assertThat(project.state().audit().list("lines", 10))
        .extracting(Audit.Entry::action)
        .contains("dead_letters.copy", "dead_letters.replay");
    String of =
        project.state().deadLetters().find(letter).map(LettersServedTest::hash).orElseThrow();
    String now = project.state().deadLetters().find(id).map(LettersServedTest::hash).orElseThrow();
    assertThat(project.state().audit().list("lines", 10))
        .filteredOn(entry -> entry.action().equals("dead_letters.copy"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.before()).contains(of))
        .satisfies(entry -> assertThat(entry.after()).contains(now).doesNotContain(of));
    assertThat(project.state().audit().list("lines", 10).toString())
        .as("the audit log has no values")
        .doesNotContain("mended 2", "bad 2");
  }

  private static String hash(DeadLetters.Stored letter) {
    return LetterCopies.hash(letter.letter().record());
  }

  @Test
  void the_console_leads_through_the_same_story() throws IOException {
    feed("bad 1");
    long letter = open(1).get(0).path("id").asLong();

    Document all = page("/letters");
    String kind = all.selectFirst("[data-table=kinds] a").attr("href");
    String one = page(kind).selectFirst("[data-table=letters] th a").attr("href");
    assertThat(one).isEqualTo("/pipelines/lines/letters/" + letter);
    Document shown = page(one);
    assertThat(shown.selectFirst("[data-part=value]").text()).isEqualTo("\"bad 1\"");
    assertThat(shown.select(".letter-facts").text()).contains("printer", "lines", "Key hash");

    String edit = shown.selectFirst("[data-do=edit]").attr("href");
    Map<String, String> broken = Map.of("value", "{\"a\": }", "save", "on");
    HttpResponse<String> emptied = form(edit, Map.of("value", "", "save", "on"));
    assertThat(emptied.statusCode()).as("what was emptied is not what was there").isEqualTo(422);
    assertThat(Jsoup.parse(emptied.body()).select("[data-refused]").text()).contains("value");
    assertThat(Jsoup.parse(emptied.body()).selectFirst("#value").text()).isEmpty();
    assertThat(open(1)).as("nothing was saved").hasSize(1);
    HttpResponse<String> refused = form(edit, broken);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Jsoup.parse(refused.body()).select("[data-refused]").text())
        .contains("value, line 1, column");
    Document tried = Jsoup.parse(form(edit, Map.of("value", "\"fine 1\"", "test", "on")).body());
    assertThat(tried.selectFirst("[data-tried]").attr("data-tried")).isEqualTo("passes");
    assertThat(tried.selectFirst("#value").text()).isEqualTo("\"fine 1\"");
    assertThat(open(1)).as("trying makes no copy").hasSize(1);

    HttpResponse<String> saved = form(edit, Map.of("value", "\"fine 1\"", "save", "on"));
    assertThat(saved.statusCode()).isEqualTo(303);
    String copy = saved.headers().firstValue("Location").orElseThrow();
    String replay = page(copy).selectFirst("[data-do=replay]").attr("href");
    assertThat(page(replay).selectFirst("form.ask").attr("action")).isEqualTo(replay);
    String job = form(replay, Map.of()).headers().firstValue("Location").orElseThrow();

    await()
        .atMost(SOON)
        .until(() -> page(job).selectFirst("[data-job]").attr("data-state").equals("DONE"));
    assertThat(out()).containsExactly("fine 1");
    assertThat(page("/pipelines/lines/letters").select("[data-empty]")).isNotEmpty();
    assertThat(page("/pipelines/lines/letters?closed=true").select("[data-table=kinds] tbody tr"))
        .hasSize(1);
    assertThat(page(one).text()).contains("replayed as its copy");
  }

  @Test
  void what_is_hostile_or_huge_is_shown_escaped_and_cut_and_is_whole_as_a_download()
      throws IOException {
    String huge = "bad " + "x".repeat(1 << 20);
    feed(HOSTILE, huge);
    JsonNode letters = open(2);

    Document hostile = page("/pipelines/lines/letters/" + letters.get(0).path("id").asLong());
    assertThat(hostile.select("pre script")).isEmpty();
    assertThat(hostile.selectFirst("[data-part=value]").text())
        .contains("<script>alert('x')</script>", "\\u202e", "\\u0007")
        .doesNotContain("\u202e");
    long large = letters.get(1).path("id").asLong();
    Document cut = page("/pipelines/lines/letters/" + large);
    String download = cut.selectFirst("a[download]").attr("href");
    assertThat(json(ask(token, "GET", download, "text/html", "")).path("value").asText())
        .isEqualTo(huge);
    assertThat(page("/pipelines/lines/letters/" + large + "/edit").text()).contains("too large");
  }

  @Test
  void who_may_not_look_at_records_sees_no_value_and_who_may_not_operate_no_button()
      throws IOException {
    feed("bad secret-value");
    long letter = open(1).get(0).path("id").asLong();
    String viewer =
        post("/api/v1/tokens", "{\"name\": \"eyes\", \"grants\": {\"*\": \"viewer\"}}")
            .path("secret")
            .asText();

    for (String path :
        List.of(
            "/letters",
            "/pipelines/lines/letters",
            "/pipelines/lines/letters/" + letter,
            "/api/v1/dead-letters/groups",
            LETTERS)) {
      HttpResponse<String> seen = ask(viewer, "GET", path, "text/html", "");
      assertThat(seen.statusCode()).as(path).isEqualTo(200);
      assertThat(seen.body())
          .as(path)
          .doesNotContain("secret-value", "nobody wants", "data-do=\"replay");
    }
    assertThat(ask(viewer, "GET", "/pipelines/lines/letters/" + letter, "text/html", "").body())
        .contains("You may not look at records here");
    for (String path :
        List.of(
            "/pipelines/lines/letters/" + letter + "/edit",
            "/pipelines/lines/letters/" + letter + "/test",
            "/pipelines/lines/letters/do/purge")) {
      assertThat(ask(viewer, "GET", path, "text/html", "").statusCode()).as(path).isEqualTo(403);
    }
  }

  @Test
  void what_a_removed_pipeline_has_left_is_nobody_elses_who_takes_its_name() throws IOException {
    feed("bad secret-value");
    long letter = open(1).get(0).path("id").asLong();
    String elsewhere =
        post("/api/v1/tokens", "{\"name\": \"shop\", \"grants\": {\"shop\": \"editor\"}}")
            .path("secret")
            .asText();
    String text = Files.readString(folder.resolve("lines.yaml"));
    Files.delete(folder.resolve("lines.yaml"));
    String pipeline = "/api/v1/pipelines/lines";
    await()
        .atMost(SOON)
        .until(() -> ask(token, "GET", pipeline, "application/json", "").statusCode() == 404);

    String make = "/api/v1/pipelines?file=shop/lines.yaml";
    HttpResponse<String> made = ask(elsewhere, "POST", make, "application/yaml", text);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(409);
    assertThat(folder.resolve("shop/lines.yaml")).doesNotExist();
    Files.createDirectories(folder.resolve("shop"));
    Files.writeString(folder.resolve("shop/lines.yaml"), text);
    await()
        .atMost(SOON)
        .until(() -> get(pipeline + "@shop").path("state").asText().equals("invalid"));
    HttpResponse<String> taken =
        ask(elsewhere, "GET", LETTERS + "/" + letter, "application/json", "");
    assertThat(taken.statusCode()).as(taken.body()).isIn(403, 404);

    String release = "/api/v1/names/lines/release?reason=moved";
    assertThat(ask(elsewhere, "POST", release, "application/json", "").statusCode()).isEqualTo(403);
    assertThat(ask(token, "POST", release, "application/json", "").statusCode()).isEqualTo(204);
    post("/api/v1/apply", "{\"plan\": \"" + get("/api/v1/plan").path("id").asText() + "\"}");
    assertThat(get(pipeline).path("namespace").asText()).isEqualTo("shop");
    assertThat(ask(elsewhere, "GET", LETTERS + "/" + letter, "application/json", "").body())
        .contains("secret-value");
  }

  @Test
  void ten_thousand_letters_are_replayed_as_a_job_and_purged_with_a_reason() throws IOException {
    feed("good");
    await().atMost(SOON).until(() -> out().size() == 1);
    project
        .state()
        .deadLetters()
        .add(IntStream.range(0, 10_000).mapToObj(LettersServedTest::letter).toList());
    Files.delete(folder.resolve("lines.out.strict"));

    JsonNode job = post(LETTERS + "/replay", "{\"all\": true}");
    assertThat(job.path("meant").asLong()).isEqualTo(10_000);
    HttpResponse<String> second =
        ask(token, "POST", LETTERS + "/replay", "application/json", "{\"all\": true}");
    assertThat(second.statusCode()).as("one at a time").isEqualTo(409);
    String follow = LETTERS + "/jobs/" + job.path("id").asText();
    JsonNode end =
        await()
            .atMost(Duration.ofSeconds(120))
            .until(() -> get(follow), now -> !now.path("state").asText().equals("running"));

    assertThat(end.path("done").asLong()).as(end.toString()).isEqualTo(10_000);
    assertThat(out()).hasSize(10_001);
    assertThat(project.state().audit().list("lines", 2))
        .extracting(Audit.Entry::after)
        .containsExactly("{\"failed_again\":0,\"replayed\":10000}", "{\"begun\":true}");

    project.state().deadLetters().add(List.of(letter(20_000)));
    assertThat(
            ask(token, "POST", LETTERS + "/purge", "application/json", "{\"all\": true}")
                .statusCode())
        .as("without a reason")
        .isEqualTo(400);
    assertThat(
            form("/pipelines/lines/letters/do/purge?all=true", Map.of("reason", "")).statusCode())
        .isEqualTo(422);
    assertThat(
            form("/pipelines/lines/letters/do/purge?all=true", Map.of("reason", "..."))
                .statusCode())
        .as("what was copied and not filled in")
        .isEqualTo(422);
    for (String none : List.of("", "?id=", "?signature=", "?all=false", "?id=1&all=true")) {
      assertThat(
              form("/pipelines/lines/letters/do/purge" + none, Map.of("reason", "old"))
                  .statusCode())
          .as("which letters is not said: %s", none)
          .isEqualTo(400);
    }
    JsonNode purge = post(LETTERS + "/purge?wait=20&reason=old", "{\"all\": true}");
    assertThat(purge.path("done").asLong()).as(purge.toString()).isEqualTo(1);
    assertThat(project.state().audit().list("lines", 1).get(0).reason()).isEqualTo("old");
  }

  private static DeadLetter letter(int number) {
    SinkRecord record =
        new SinkRecord(
            "lines",
            0,
            null,
            null,
            Schema.STRING_SCHEMA,
            "line " + number,
            number,
            null,
            TimestampType.NO_TIMESTAMP_TYPE);
    return new DeadLetter(
        "lines",
        DeadLetter.Stage.SINK,
        "printer",
        "E",
        "no paper",
        "lines",
        0,
        (long) number,
        null,
        null,
        "v1",
        RecordCodec.encode(record));
  }
}
