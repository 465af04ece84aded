package io.sluice.cli.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.sluice.cli.Invocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code offsets reset} and {@code signal} ask of a server that is elsewhere. */
class ServedResetTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PLACE = "{\"partition\":{\"file\":\"a\"},\"offset\":{\"next\":7}}";

  @TempDir private Path folder;
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private boolean moved;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/pipelines/lines",
        exchange -> {
          JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
          asked.add(body);
          boolean dry = body.path("dry_run").asBoolean();
          boolean refused = moved && !dry;
          byte[] answer =
              (refused
                      ? "{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,"
                          + "\"detail\":\"the position is another one by now\"}"
                      : "{\"pipeline\":\"lines\",\"changed\":"
                          + !dry
                          + ",\"before\":["
                          + JSON.writeValueAsString(PLACE)
                          + "],\"after\":[],\"warnings\":[]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange
              .getResponseHeaders()
              .add("Content-Type", refused ? "application/problem+json" : "application/json");
          exchange.sendResponseHeaders(refused ? 409 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Invocation command(String... arguments) {
    return Invocation.in(
        folder,
        Map.of(
            "SLUICE_SERVER",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "SLUICE_TOKEN",
            "slc-of-a-test"),
        arguments);
  }

  @Test
  void a_reset_says_which_position_was_looked_at() {
    Invocation done = command("offsets", "reset", "lines", "--yes");

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).path("dry_run").asBoolean()).isTrue();
    assertThat(asked.get(1).path("dry_run").asBoolean()).isFalse();
    assertThat(asked.get(1).path("before")).hasSize(1);
    assertThat(asked.get(1).at("/before/0").asText()).isEqualTo(PLACE);
  }

  @Test
  void one_that_is_elsewhere_by_now_is_a_conflict() {
    moved = true;

    Invocation refused = command("offsets", "reset", "lines", "--yes");

    assertThat(refused.code()).isNotZero();
    assertThat(refused.err()).contains("the position is another one by now");
    assertThat(refused.out()).doesNotContain("Done.");
  }

  @Test
  void a_table_is_an_expression_there_as_it_is_here() {
    Invocation done = command("signal", "execute-snapshot", "lines", "--table", "public[.]o.*");

    assertThat(done.code()).as(done.err()).isZero();
    assertThat(asked.get(0).at("/data_collections/0").asText()).isEqualTo("public[.]o.*");
    assertThat(asked.get(0).has("tables")).isFalse();
  }
}
