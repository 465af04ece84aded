package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.http.limit.ServerLimits;
import io.sluice.server.http.ServedRoutes.Reply;
import io.sluice.server.http.event.EventHub;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Route;
import io.sluice.server.operate.Refusal;
import io.sluice.state.storage.StateException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody means well with, and what every answer says to browsers. */
@Timeout(60)
class HostileRequestsTest {
  private static final int BODY = 64 << 10;
  private static final String JSON = "application/json";

  private final ServedRoutes served = serve(settings(Duration.ofSeconds(2)));

  /** What is sent to be echoed. */
  record Wish(String text, List<Integer> numbers) {}

  private static WebSettings settings(Duration arrival) {
    ServerLimits usual = ServerLimits.defaults();
    ServerLimits limits =
        new ServerLimits(
            BODY,
            8 << 10,
            100,
            4,
            8,
            Duration.ofSeconds(5),
            arrival,
            arrival,
            arrival,
            usual.work());
    WebSettings local = WebSettings.local(0);
    return new WebSettings(
        local.host(), 0, limits, Optional.empty(), local.names(), local.proxies());
  }

  private static ServedRoutes serve(WebSettings settings) {
    return ServedRoutes.of(
        settings,
        EventHub.Bounds.usual(),
        Route.get("/things/{name}")
            .part("name", "Of a thing")
            .query(Parameter.text("q", "Any text"))
            .needs(Access.open())
            .does(request -> Answer.json(Map.of("name", request.part("name")))),
        Route.post("/echo")
            .needs(Access.open())
            .takes(Body.json(Wish.class))
            .does(request -> Answer.json(request.body(Wish.class))),
        Route.get("/fails/{how}")
            .part("how", "It fails")
            .needs(Access.open())
            .does(request -> fail(request.part("how"))));
  }

  private static Answer fail(String how) {
    switch (how) {
      case "refused" ->
          throw new Refusal(
              Refusal.Kind.CONFLICT,
              "It runs; password " + ServedRoutes.SECRET,
              "Stop it, said " + ServedRoutes.SECRET);
      case "away" -> throw new Refusal(Refusal.Kind.FAILED, "The database does not answer", null);
      case "missing" -> throw new Refusal(Refusal.Kind.NOT_FOUND, "No such letter", null);
      case "invalid" -> throw new Refusal(Refusal.Kind.INVALID, "No such table", null);
      case "state" ->
          throw new StateException(StateException.Kind.UNREACHABLE, "internals: no disk");
      case "error" -> throw new NoClassDefFoundError("internals");
      default -> throw new IllegalStateException("internals " + ServedRoutes.SECRET);
    }
  }

  @AfterEach
  void stop() {
    assertThat(served.get("/things/a").status()).as("it serves as before").isEqualTo(200);
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/things/a, 200",
    "/nowhere, 404",
    "/things/a?z=1, 400",
    "/fails/x, 500",
    "/fails/error, 500",
  })
  void every_answer_tells_browsers_what_not_to_do(String path, int status) {
    Reply reply = served.get(path);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.header("Server")).isEmpty();
    assertThat(reply.header("Strict-Transport-Security")).as("not by plain HTTP").isEmpty();
  }

  @Test
  void so_do_answers_to_what_is_no_request() throws IOException {
    for (String request :
        List.of(
            "nonsense\r\n\r\n",
            "BREW /things/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /things/a HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n",
            "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /things/..%2f..%2fetc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /things/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /things/%2e%2e%2fetc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /things/%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET //things HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
      String answer = served.exchange(request);
      assertThat(answer)
          .as(request.substring(0, Math.min(40, request.length())))
          .startsWith("HTTP/1.1 4")
          .containsIgnoringCase("Content-Type: application/problem+json")
          .containsIgnoringCase("Content-Security-Policy: default-src 'none'")
          .containsIgnoringCase("X-Content-Type-Options: nosniff")
          .contains("\"type\":\"urn:sluice:problem:", "\"title\":", "\"detail\":")
          .doesNotContain("about:blank");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "FOO"})
  void a_method_that_no_path_knows_is_told_as_one(String method) throws IOException {
    assertThat(
            served.exchange(
                method + " /things/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405")
        .containsIgnoringCase("Allow: GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH")
        .contains("urn:sluice:problem:method-not-allowed", "\"status\":405");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8080", "192.168.0.7", "localhost.evil"})
  void a_name_that_was_made_to_lead_here_is_refused(String host) throws IOException {
    assertThat(
            served.exchange(
                "GET /things/a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421")
        .contains("wrong-host");
  }

  @Test
  void names_that_are_served_are_let_in() throws IOException {
    try (ServedRoutes named = serve(ServedRoutes.named("sluice.example"))) {
      for (String host :
          List.of("localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:80", "Sluice.Example:443")) {
        assertThat(
                named.exchange(
                    "GET /things/a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
            .as(host)
            .startsWith("HTTP/1.1 200");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=%zz", "q=%", "q=a&q=b", "x=1", "q=%4"})
  void a_query_that_is_not_as_it_should_be_is_told(String query) throws IOException {
    assertThat(
            served.exchange(
                "GET /things/a?"
                    + query
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("urn:sluice:problem:bad-request", "\"pointer\":\"query");
  }

  @Test
  void a_body_that_is_too_long_is_refused() {
    Reply reply =
        served.send(
            "POST", "/echo", "{\"text\":\"" + "x".repeat(BODY) + "\"}", "Content-Type", JSON);

    assertThat(reply.problem()).isEqualTo("too-large");
    assertThat(reply.json().path("detail").asText()).contains(Integer.toString(BODY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
  void a_body_of_a_type_that_any_page_may_send_is_refused(String type) {
    Reply reply =
        served.send("POST", "/echo", "{\"text\":\"a\",\"numbers\":[]}", "Content-Type", type);

    assertThat(reply.problem()).isEqualTo("unsupported-type");
    assertThat(reply.header("Accept")).isEqualTo(JSON);
  }

  @Test
  void a_body_that_does_not_arrive_keeps_nobody_waiting() throws IOException {
    try (Socket slow =
        served.raw(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n{")) {
      assertThat(served.get("/things/a").status()).isEqualTo(200);
      assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 408")
          .contains("urn:sluice:problem:timeout");
    }
  }

  @Test
  void headers_that_do_not_arrive_end_the_connection() throws IOException {
    try (Socket slow = served.raw("GET /things/a HTTP/1.1\r\nHost: loc")) {
      assertThat(slow.getInputStream().readAllBytes())
          .satisfiesAnyOf(
              bytes -> assertThat(bytes).isEmpty(),
              bytes ->
                  assertThat(new String(bytes, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 4"));
    }
  }

  @Test
  void what_a_server_was_not_asked_for_is_told_by_path_and_method() {
    Reply reply = served.send("DELETE", "/echo", null);

    assertThat(reply.problem()).isEqualTo("method-not-allowed");
    assertThat(reply.header("Allow")).contains("POST");
    Reply options = served.send("OPTIONS", "/things/a", null);
    assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(options.header("Access-Control-Allow-Origin")).as("no page of others").isEmpty();
    assertThat(served.send("HEAD", "/things/a", null).text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "refused, 409, conflict",
    "away, 502, failed",
    "state, 503, state-away",
    "missing, 404, not-found",
    "invalid, 422, invalid"
  })
  void what_cannot_be_done_has_a_kind_of_its_own_and_no_secret(
      String how, int status, String kind) {
    Reply reply = served.get("/fails/" + how);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.problem()).isEqualTo(kind);
    assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    assertThat(reply.json().path("instance").asText()).isEqualTo("/fails/" + how);
    assertThat(reply.text()).doesNotContain(ServedRoutes.SECRET, "internals");
  }

  @Test
  void a_hint_says_what_to_do() {
    assertThat(served.get("/fails/refused").json().path("hint").asText())
        .isEqualTo("Stop it, said ***");
  }

  @Test
  void a_fault_of_the_server_tells_an_id_and_nothing_else() {
    Reply reply = served.get("/fails/unknown");

    assertThat(reply.problem()).isEqualTo("internal");
    assertThat(reply.json().path("detail").asText())
        .matches("The server failed; the log has more under id [0-9a-f]{8}");
    assertThat(reply.text()).doesNotContain("internals", ServedRoutes.SECRET, "IllegalState");
    assertThat(served.get("/fails/error").text()).doesNotContain("internals");
  }
}
