package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.http.ServedRoutes.Reply;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Paging;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Route;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route is given of a request, and what becomes of its answer. */
@Timeout(60)
class RequestsTest {
  private static final Map<String, String> REQUIRED =
      Map.of("text", "'a'", "number", "1", "colour", "'red'", "parts", "[]");

  private final List<String> names =
      new ArrayList<>(IntStream.range(0, 1_200).mapToObj("n%04d"::formatted).toList());
  private volatile String file = "v1";

  private final ServedRoutes served =
      ServedRoutes.of(
          Route.get("/typed/{id}")
              .part("id", "A number")
              .query(Parameter.number("least", 0, 10, "A number"))
              .query(Parameter.flag("all", "Whether all"))
              .query(Parameter.moment("since", "When"))
              .query(
                  Parameter.choice("state", List.of("running", "failed"), "Which").severalTimes())
              .needs(Access.open())
              .does(
                  request ->
                      Answer.json(
                          Map.of(
                              "id", request.partNumber("id"),
                              "least", request.number("least").orElse(-1),
                              "all", request.flag("all"),
                              "since", request.moment("since").map(Instant::toString).orElse(""),
                              "states", request.texts("state")))),
          Route.post("/wishes")
              .needs(Access.open())
              .takes(Body.json(Wish.class))
              .does(request -> Answer.json(201, request.body(Wish.class))),
          Route.post("/reasons")
              .needs(Access.open())
              .takes(Body.optionalJson(Reason.class))
              .does(request -> Answer.json(request.body(Reason.class))),
          Route.get("/names")
              .paged()
              .needs(Access.open())
              .does(request -> Answer.json(request.paging().of(names, name -> name))),
          Route.get("/others")
              .paged()
              .needs(Access.open())
              .does(request -> Answer.json(request.paging().of(names, name -> name))),
          Route.get("/file")
              .needs(Access.open())
              .does(request -> Answer.text("text/plain", "x: " + file).version(file)),
          Route.put("/file")
              .needs(Access.open())
              .needsVersion()
              .takes(Body.text("application/yaml"))
              .does(
                  request -> {
                    request.requireVersion(file);
                    file = request.text();
                    return Answer.none();
                  }),
          Route.get("/long")
              .needs(Access.open())
              .does(request -> Answer.text("text/plain", "la ".repeat(10_000))));

  /** Everything that a document may have. */
  record Wish(
      String text,
      int number,
      @Nullable String hint,
      Colour colour,
      List<Part> parts,
      @Nullable Instant dueAt) {}

  /** A part of it. */
  record Part(String partName) {}

  enum Colour {
    RED,
    DARK_BLUE
  }

  /** A document that may be left out. */
  record Reason(@Nullable String reason) {}

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void parameters_come_as_what_they_mean() {
    JsonNode said =
        served
            .get(
                "/typed/7?least=3&all=true&since=2026-11-22T10:00:00%2B01:00&state=running&state=failed")
            .json();

    assertThat(said.toString())
        .contains("\"id\":7", "\"least\":3", "\"all\":true", "\"since\":\"2026-11-22T09:00:00Z\"")
        .contains("\"states\":[\"running\",\"failed\"]");
    assertThat(served.get("/typed/7").json().path("least").asInt()).isEqualTo(-1);
    assertThat(errors(served.get("/typed/7?least=&all=")))
        .containsExactlyInAnyOrder(
            "query:least expected a whole number from 0 to 10", "query:all expected true or false");
  }

  @Test
  void all_that_is_wrong_with_a_query_is_told_at_once() {
    Reply reply = served.get("/typed/7?least=11&all=yes&since=now&state=gone&stat=x&least=1");

    assertThat(reply.problem()).isEqualTo("bad-request");
    assertThat(errors(reply))
        .contains(
            "query:least expected a whole number from 0 to 10",
            "query:least expected it once but found it more often",
            "query:all expected true or false",
            "query:since expected a moment as 2026-11-22T10:00:00Z",
            "query:state expected one of [running, failed]",
            "query:stat expected one of [least, all, since, state] or nothing");
    assertThat(served.get("/typed/x").problem()).isEqualTo("not-found");
  }

  @Test
  void a_document_comes_as_a_record_and_goes_as_one() {
    Reply reply =
        post(
            "/wishes",
            "{\"text\":\"a\",\"number\":1,\"colour\":\"dark_blue\",\"parts\":[{\"part_name\":\"p\"}],"
                + "\"due_at\":\"2026-11-22T10:00:00Z\"}");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.text())
        .isEqualTo(
            "{\"text\":\"a\",\"number\":1,\"colour\":\"dark_blue\",\"parts\":[{\"part_name\":\"p\"}],"
                + "\"due_at\":\"2026-11-22T10:00:00Z\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'nmber':1} | #/nmber | unknown key; known are [text, number, hint, colour, parts,"
            + " due_at]",
        "{'parts':[{},{'x':1}]} | #/parts/1/x | unknown key; known are [part_name]",
        "{'a/b~c':1} | #/a~1b~0c | unknown key",
        "{'number':'1',*} | #/number | expected a whole number but found a text",
        "{'number':1.5,*} | #/number | expected a whole number but found a number",
        "{'number':null} | #/number | expected a value but found none",
        "{'number':99999999999,*} | #/number | expected a whole number that is not as large",
        "{'text':7,*} | #/text | expected a text in quotes but found a number",
        "{'colour':'pink',*} | #/colour | expected one of [red, dark_blue] but found a text",
        "{'colour':1,*} | #/colour | expected one of [red, dark_blue] but found a number",
        "{'parts':{},*} | #/parts | expected a list but found an object",
        "{'parts':[7],*} | #/parts/0 | expected an object but found a number",
        "{'parts':[null]} | #/parts/0 | expected a value but found none",
        "{'due_at':'soon',*} | #/due_at | expected a moment as",
        "{'text':'a','text':'b'} | # | a key is there twice, line 1",
        "[] | # | expected an object but found a list",
        "{'text': | # | expected JSON but found something else, line 1",
        "nonsense | # | expected JSON but found something else, line 1",
        "null | # | expected an object of JSON but found nothing",
        "{} {} | # | expected the document's end",
      })
  void what_is_wrong_with_a_document_is_pointed_at(String body, String pointer, String detail) {
    Reply reply = post("/wishes", document(body));

    assertThat(reply.problem()).isEqualTo("bad-request");
    assertThat(errors(reply)).anySatisfy(e -> assertThat(e).startsWith(pointer + " " + detail));
    assertThat(reply.text()).doesNotContain("java", "Exception", "pink", "soon");
  }

  /**
   * With quotes as JSON has them, and for {@code *} the keys that are not there and must be, so
   * that nothing else is wrong.
   */
  private static String document(String body) {
    StringBuilder rest = new StringBuilder();
    REQUIRED.forEach(
        (key, value) -> {
          if (!body.contains("'" + key + "'")) {
            rest.append(rest.isEmpty() ? "" : ",").append("'" + key + "':" + value);
          }
        });
    return body.replace("*", rest).replace('\'', '"');
  }

  @Test
  void what_a_document_leaves_out_is_told_at_once() {
    Reply reply = post("/wishes", "{\"number\":1,\"parts\":[{\"part_name\":\"a\"},{}],\"part\":1}");

    assertThat(errors(reply))
        .containsExactlyInAnyOrder(
            "#/part unknown key; known are [text, number, hint, colour, parts, due_at]",
            "#/text expected a value but found none",
            "#/colour expected a value but found none",
            "#/parts/1/part_name expected a value but found none");
    assertThat(post("/wishes", "").problem()).isEqualTo("bad-request");
  }

  @Test
  void brackets_without_end_are_no_document() {
    assertThat(post("/wishes", "{\"parts\":" + "[".repeat(50_000)).problem())
        .isEqualTo("bad-request");
  }

  @Test
  void a_document_that_may_be_left_out_is_one_without_keys() {
    assertThat(served.send("POST", "/reasons", null).text()).isEqualTo("{}");
    assertThat(post("/reasons", "{\"reason\":\"r\"}").json().path("reason").asText())
        .isEqualTo("r");
  }

  @Test
  void a_list_comes_in_pages_that_lose_nothing_while_it_changes() {
    List<String> seen = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Reply reply = served.get("/names?limit=500" + (cursor == null ? "" : "&cursor=" + cursor));
      JsonNode page = reply.json();
      StreamSupport.stream(page.path("entries").spliterator(), false)
          .forEach(name -> seen.add(name.asText()));
      cursor = page.path("next_cursor").isMissingNode() ? null : page.path("next_cursor").asText();
      if (++pages == 2) {
        // What was seen, among it the entry behind which the next page begins.
        names.remove("n0000");
        names.remove(seen.get(seen.size() - 1));
      }
    } while (cursor != null);

    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(1_200).doesNotHaveDuplicates().isSorted();
  }

  @ParameterizedTest
  @CsvSource({"limit=0", "limit=501", "limit=x", "cursor=made-up", "cursor=!!", "cursor=AAAA"})
  void a_page_that_cannot_be_is_refused(String query) {
    Reply reply = served.get("/names?" + query);

    assertThat(reply.problem()).isEqualTo("bad-request");
    assertThat(errors(reply)).anySatisfy(e -> assertThat(e).startsWith("query:"));
  }

  @Test
  void a_cursor_is_of_its_list_alone() {
    String cursor = served.get("/names?limit=1").json().path("next_cursor").asText();

    assertThat(served.get("/names?cursor=" + cursor).status()).isEqualTo(200);
    assertThat(served.get("/others?cursor=" + cursor).problem()).isEqualTo("bad-request");
    assertThat(served.get("/names").json().path("entries")).hasSize(Paging.USUAL);
  }

  @Test
  void what_is_edited_is_named_by_its_version() {
    Reply read = served.get("/file");
    String[] yaml = {"Content-Type", "application/yaml; charset=utf-8"};
    assertThat(read.header("ETag")).isEqualTo("\"v1\"");
    assertThat(served.get("/file", "If-None-Match", "W/\"v1\"").status()).isEqualTo(304);
    assertThat(served.get("/file", "If-None-Match", "\"v0\"").status()).isEqualTo(200);

    Reply unnamed = served.send("PUT", "/file", "v2", yaml);
    assertThat(unnamed.problem()).isEqualTo("version-required");
    assertThat(errors(unnamed)).singleElement().asString().startsWith("header:If-Match");
    Reply old = served.send("PUT", "/file", "v2", yaml[0], yaml[1], "If-Match", "\"v0\", \"v00\"");
    assertThat(old.problem()).isEqualTo("changed");
    assertThat(old.header("ETag")).isEqualTo("\"v1\"");
    assertThat(file).isEqualTo("v1");

    assertThat(
            served
                .send("PUT", "/file", "v2", yaml[0], yaml[1], "If-Match", read.header("ETag"))
                .status())
        .isEqualTo(204);
    assertThat(file).isEqualTo("v2");
  }

  @Test
  void a_long_text_is_packed_for_who_takes_it() {
    HttpResponse<String> packed = served.get("/long", "Accept-Encoding", "gzip").response();

    assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(packed.body().length()).isLessThan(1_000);
    assertThat(served.get("/long").text()).hasSize(30_000);
  }

  private Reply post(String path, String body) {
    return served.send("POST", path, body, "Content-Type", "application/json");
  }

  private static List<String> errors(Reply reply) {
    return StreamSupport.stream(reply.json().path("errors").spliterator(), false)
        .map(e -> e.path("pointer").asText() + " " + e.path("detail").asText())
        .toList();
  }
}
