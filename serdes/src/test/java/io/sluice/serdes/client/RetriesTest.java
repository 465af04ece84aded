package io.sluice.serdes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sluice.schema.SchemaType;
import io.sluice.serdes.config.ClientSettings;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client does where a server fails as no registry that works does: one that says so. */
@SuppressWarnings("NullAway.Init") // Made before each test.
class RetriesTest {
  private static final String FOUND = "{\"schema\":\"\\\"int\\\"\",\"id\":7,\"version\":1}";

  /** What it answers, in this order; the last one for ever. */
  private final Deque<Integer> statuses = new ArrayDeque<>();

  private final List<String> asked = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          int status = statuses.size() > 1 ? statuses.remove() : statuses.element();
          byte[] body =
              (status == 200 ? FOUND : "{\"error_code\":" + status + "01,\"message\":\"because\"}")
                  .getBytes();
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void what_may_pass_is_asked_again_after_a_while() {
    statuses.addAll(List.of(503, 429, 500, 200));

    RegisteredSchema found = client(url(), Map.of()).latest("s");

    assertThat(found.id()).isEqualTo(7);
    assertThat(asked).hasSize(4);
    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(0)).isBetween(50L, 100L);
    assertThat(pauses.get(1)).isBetween(100L, 200L);
    assertThat(pauses.get(2)).isBetween(125L, 250L);
  }

  @Test
  void what_will_not_pass_is_not_asked_again() {
    statuses.add(422);

    assertThatThrownBy(
            () -> client(url(), Map.of()).register("s", SchemaText.of(SchemaType.AVRO, "x"), false))
        .isInstanceOf(RegistryRefusalException.class)
        .hasMessageContaining("/subjects/s/versions")
        .hasMessageContaining("status 422, error_code 42201: because");
    assertThat(asked).hasSize(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void when_nobody_answers_it_is_said_who_was_asked_and_how_often() {
    statuses.add(503);

    assertThatThrownBy(() -> client(url(), Map.of()).latest("s"))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("asked 4 times")
        .hasMessageContaining(url() + ": status 503, error_code 50301: because");
  }

  @Test
  void another_url_is_asked_where_one_does_not_answer_and_then_first() throws IOException {
    statuses.add(200);
    RegistryClient client = client("http://127.0.0.1:" + FreePort.claim() + "," + url(), Map.of());

    client.latest("s");
    client.latest("t");

    assertThat(asked).hasSize(2);
    assertThat(pauses).isEmpty();
  }

  @Test
  @Timeout(60)
  void an_answer_that_stalls_ends_in_another_url_or_with_the_setting() throws IOException {
    statuses.add(200);
    try (StallingServer stalling = new StallingServer("Content-Length: 100\r\n\r\n{".getBytes())) {
      Map<String, ?> soon = Map.of("http.read.timeout.ms", 200, "max.retries", 0);

      assertThat(client(stalling.url() + "," + url(), soon).latest("s").id()).isEqualTo(7);
      assertThatThrownBy(() -> client(stalling.url(), soon).latest("s"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("no whole answer within the 200 ms of http.read.timeout.ms");
    }
  }

  @Test
  @Timeout(60)
  void an_answer_without_an_end_is_not_kept() throws IOException {
    byte[] answer = new byte[65 << 20];
    byte[] headers = ("Content-Length: " + answer.length + "\r\n\r\n").getBytes();
    System.arraycopy(headers, 0, answer, 0, headers.length);
    try (StallingServer endless = new StallingServer(answer)) {
      assertThatThrownBy(() -> client(endless.url(), Map.of("max.retries", 0)).latest("s"))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining("its answer has more than 67108864 bytes");
    }
  }

  @Test
  void that_a_schema_is_not_there_is_remembered_shortly() {
    statuses.add(404);
    AtomicLong now = new AtomicLong();
    RegistryClient client =
        new RememberingClient(
            client(url(), Map.of()),
            new ClientSettings.Memory(10, 10, Optional.empty(), Duration.ofSeconds(1)),
            now::get);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> client.byId("", 9)).hasMessageContaining("error_code 40401");
    }
    assertThat(asked).hasSize(1);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    statuses.add(200);
    statuses.remove();
    assertThat(client.byId("", 9).schema().text()).isEqualTo("\"int\"");
    assertThat(client.byId("", 9).schema().text()).isEqualTo("\"int\"");
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_newest_version_is_remembered_as_long_as_it_is_said() {
    statuses.add(200);
    AtomicLong now = new AtomicLong();
    RegistryClient client =
        new RememberingClient(
            client(url(), Map.of()),
            new ClientSettings.Memory(
                10, 10, Optional.of(Duration.ofSeconds(5)), Duration.ofSeconds(1)),
            now::get);

    client.latest("s");
    now.addAndGet(Duration.ofSeconds(5).toNanos() - 1);
    client.latest("s");
    assertThat(asked).hasSize(1);
    now.addAndGet(1);
    client.latest("s");
    assertThat(asked).hasSize(2);
  }

  @Test
  void memory_is_bounded() {
    statuses.add(200);
    RegistryClient client =
        new RememberingClient(
            client(url(), Map.of()),
            new ClientSettings.Memory(2, 2, Optional.empty(), Duration.ofSeconds(1)),
            () -> 0);

    List.of(1, 2, 1, 3, 1, 2).forEach(id -> client.byId("", id));

    assertThat(asked)
        .containsExactly(
            "GET /schemas/ids/1", "GET /schemas/ids/2", "GET /schemas/ids/3", "GET /schemas/ids/2");
  }

  @Test
  void a_token_and_headers_of_ones_own_go_with_each_request() {
    statuses.add(200);

    client(url(), Map.of("bearer.auth.token", "t0ken")).latest("s");

    assertThat(authorizations).containsExactly("Bearer t0ken");
  }

  private RegistryClient client(String urls, Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("schema.registry.url", urls);
    settings.put("retries.wait.ms", 100);
    settings.put("retries.max.wait.ms", 250);
    return new HttpRegistryClient(
        new RegistryConnection(
            ClientSettings.of(settings), HttpClient.newHttpClient(), pauses::add));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
