package io.sluice.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Parameter;
import io.sluice.server.http.route.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every route says to what it does not expect: a problem that points at it. */
class BadInputTest {
  private static final Map<String, String> IS_JSON = Map.of("Content-Type", "application/json");

  @TempDir private Path home;
  private ServedApi api;
  private String admin;

  @BeforeEach
  void serve() throws Exception {
    api = new ServedApi(home);
    admin = api.admin();
    api.write("shop/orders.yaml", "name: orders\n");
  }

  @AfterEach
  void close() {
    api.close();
  }

  private static String path(Route route) {
    return route.path().replace("{pipeline}", "orders").replaceAll("\\{.*?}", "1");
  }

  /** With a body of the right type, so that nothing but the query is wrong. */
  private ServedApi.Said send(Route route, String query) {
    return route.body().kind() == Body.Kind.NONE
        ? send(route, query, null, Map.of())
        : send(route, query, "{}", Map.of("Content-Type", route.body().mediaTypes().get(0)));
  }

  private ServedApi.Said send(
      Route route, String query, @Nullable String body, Map<String, String> headers) {
    return api.send(admin, route.method().name(), path(route) + query, body, headers);
  }

  private static void assertProblem(ServedApi.Said said, int status, String pointer) {
    assertThat(said.status()).as(said.text()).isEqualTo(status);
    assertThat(said.type()).startsWith("application/problem+json");
    JsonNode problem = said.json();
    assertThat(problem.path("type").asText()).startsWith("urn:sluice:problem:");
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    if (!pointer.isEmpty()) {
      assertThat(problem.path("errors").findValuesAsText("pointer")).contains(pointer);
    }
  }

  @Test
  void a_parameter_that_nobody_knows() {
    for (Route route : api.routes) {
      assertProblem(send(route, "?nonsense=1"), 400, "query:nonsense");
    }
  }

  @Test
  void parameters_of_the_wrong_kind() {
    for (Route route : api.routes) {
      for (Parameter parameter : route.parameters()) {
        String wrong =
            switch (parameter.kind()) {
              case TEXT -> "x".repeat(2_000);
              case NUMBER -> "-5";
              case FLAG, MOMENT, CHOICE -> "perhaps";
            };
        assertProblem(
            send(route, "?" + parameter.name() + "=" + wrong), 400, "query:" + parameter.name());
      }
    }
  }

  @Test
  void parameters_that_are_empty() {
    for (Route route : api.routes) {
      for (Parameter parameter : route.parameters()) {
        if (parameter.required() || parameter.kind() != Parameter.Kind.TEXT) {
          assertProblem(
              send(route, "?" + parameter.name() + "="), 400, "query:" + parameter.name());
        }
      }
    }
  }

  @Test
  void a_pipeline_file_without_a_place() {
    Route create =
        api.routes.stream()
            .filter(r -> r.name().equals("createPipeline"))
            .findFirst()
            .orElseThrow();

    assertProblem(send(create, ""), 400, "query:file");
    assertProblem(send(create, "?file="), 400, "query:file");
  }

  @Test
  void a_cursor_that_was_made_up() {
    for (Route route : api.routes) {
      if (route.parameters().stream().anyMatch(p -> p.name().equals("cursor"))) {
        assertProblem(send(route, "?cursor=AAAA"), 400, "query:cursor");
      }
    }
  }

  /** With a version, which some routes want to know first. */
  private static Map<String, String> ofType(String mediaType) {
    return Map.of("Content-Type", mediaType, "If-Match", "\"any\"");
  }

  @Test
  void bodies_that_are_no_JSON_or_have_unknown_keys_or_miss_what_is_needed() {
    for (Route route : documents()) {
      assertProblem(send(route, "", "{", ofType("application/json")), 400, "#");
      assertProblem(send(route, "", "[1]", ofType("application/json")), 400, "#");
      assertProblem(send(route, "", "", ofType("application/json")), 400, "#");
      assertProblem(
          send(route, "", "{\"nonsense\": 1}", ofType("application/json")), 400, "#/nonsense");
      assertProblem(send(route, "", "{}", ofType("text/html")), 415, "");
    }
    assertThat(api.asked.calls).isEmpty();
  }

  @Test
  void bodies_that_are_too_long() {
    String longBody = "{\"x\": \"" + "x".repeat(20 << 20) + "\"}";
    for (Route route : documents().subList(0, 1)) {
      assertProblem(send(route, "", longBody, IS_JSON), 413, "");
    }
  }

  @Test
  void fields_of_the_wrong_kind() {
    String orders = "/api/v1/pipelines/orders";

    assertProblem(
        api.post(admin, orders + "/snapshot", "{\"tables\": \"public.orders\"}"), 400, "#/tables");
    assertProblem(api.post(admin, orders + "/snapshot", "{\"tables\": []}"), 400, "#/tables");
    assertProblem(api.post(admin, orders + "/snapshot", "{\"tables\": [null]}"), 400, "#/tables/0");
    assertProblem(
        api.post(
            admin,
            orders + "/snapshot",
            "{\"tables\": [\"a\"], \"since\": {\"column\": \"at\", \"time\": \"yesterday\"}}"),
        400,
        "#/since/time");
    assertProblem(
        api.post(admin, orders + "/snapshot", "{\"tables\": [\"a\"], \"since\": {}}"),
        400,
        "#/since/column");
    assertProblem(
        api.post(admin, orders + "/offsets/reset", "{\"dry_run\": \"yes\"}"), 400, "#/dry_run");
    assertProblem(api.post(admin, orders + "/offsets/reset", "{\"offset\": [1]}"), 400, "#/offset");
    assertProblem(api.post(admin, orders + "/offsets/reset", "{}"), 400, "#/offset");
    assertProblem(
        api.post(admin, orders + "/offsets/reset", "{\"time\": \"soon\"}"), 400, "#/time");
    assertProblem(
        api.post(
            admin,
            orders + "/offsets/reset",
            "{\"time\": \"2026-11-01T00:00:00Z\", \"offset\": {\"lsn\": 1}}"),
        400,
        "#/offset");
    assertProblem(
        api.post(
            admin, orders + "/offsets/reset", "{\"beginning\": true, \"offset\": {\"lsn\": 1}}"),
        400,
        "#/offset");
    assertProblem(
        api.post(admin, orders + "/dead-letters/replay", "{\"ids\": [\"1\"]}"), 400, "#/ids/0");
    assertProblem(api.post(admin, orders + "/dead-letters/replay", "{}"), 400, "#");
    assertProblem(
        api.post(admin, orders + "/dead-letters/replay", "{\"all\": true, \"ids\": [1]}"),
        400,
        "#");
    assertProblem(
        api.post(admin, orders + "/dead-letters/purge", "{\"all\": true}"), 400, "query:reason");
    assertProblem(
        api.post(admin, "/api/v1/tokens", "{\"name\": \"x\", \"grants\": {\"*\": \"king\"}}"),
        400,
        "#/grants/*");
    assertProblem(api.post(admin, "/api/v1/tokens", "{\"name\": \"x\"}"), 400, "#/grants");
    assertThat(api.asked.calls).isEmpty();
  }

  @Test
  void what_is_not_there() {
    String[] paths = {
      "/api/v1/pipelines/none",
      "/api/v1/pipelines/none/logs",
      "/api/v1/pipelines/orders/dead-letters/77",
      "/api/v1/pipelines/orders/dead-letters/x",
      "/api/v1/pipelines/orders/offsets",
      "/api/v1/pipelines/invoices/status",
      "/api/v1/nonsense",
    };
    for (String path : paths) {
      assertProblem(api.get(admin, path), 404, "");
    }
    assertProblem(api.send(admin, "DELETE", "/api/v1/tokens/none", null, Map.of()), 404, "");
    assertProblem(api.send(admin, "DELETE", "/api/v1/sessions/none", null, Map.of()), 404, "");
    assertProblem(api.send(admin, "DELETE", "/api/v1/pipelines", null, Map.of()), 405, "");
  }

  @Test
  void a_change_without_or_with_another_version() {
    Map<String, String> yaml = Map.of("Content-Type", "application/yaml");
    String file = "/api/v1/pipelines/orders/file";

    assertProblem(api.send(admin, "PUT", file, "name: x\n", yaml), 428, "header:If-Match");
    assertProblem(
        api.send(
            admin,
            "PUT",
            file,
            "name: x\n",
            Map.of("Content-Type", "application/yaml", "If-Match", "\"0\"")),
        412,
        "");
  }

  @Test
  void what_operations_refuse_is_told_with_what_to_do() {
    api.asked.refuse = true;

    ServedApi.Said said = api.post(admin, "/api/v1/pipelines/orders/stop", null);

    assertProblem(said, 409, "");
    assertThat(said.json().path("detail").asText()).isEqualTo("not as it is");
    assertThat(said.json().path("hint").asText()).isEqualTo("Wait.");
  }

  private List<Route> documents() {
    return api.routes.stream().filter(route -> route.body().kind() == Body.Kind.JSON).toList();
  }
}
