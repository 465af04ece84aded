package io.sluice.server.api;

import static io.sluice.server.RouteNeed.ADMINISTER;
import static io.sluice.server.RouteNeed.EDIT;
import static io.sluice.server.RouteNeed.EDIT_ALL;
import static io.sluice.server.RouteNeed.EDIT_SOME;
import static io.sluice.server.RouteNeed.KNOWN;
import static io.sluice.server.RouteNeed.LOOK;
import static io.sluice.server.RouteNeed.OPEN;
import static io.sluice.server.RouteNeed.OPERATE;
import static io.sluice.server.RouteNeed.SEE_ALL;
import static io.sluice.server.RouteNeed.SEE_IT;
import static io.sluice.server.RouteNeed.SEE_SOME;
import static io.sluice.server.RouteNeed.name;
import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.RouteNeed;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.http.route.Route;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks every route of the API as every role, and as nobody, against a table that no route has
 * written; {@code PagePermissionsTest} does so with the console's.
 */
class PermissionsTest {
  private static final String ONE = "/api/v1/pipelines/{pipeline}";

  private static final Map<String, RouteNeed> TABLE =
      Map.ofEntries(
          entry("GET /api/v1/openapi.json", OPEN),
          entry("GET /api/v1/me", KNOWN),
          entry("GET /api/v1/pipelines", SEE_SOME),
          entry("GET /api/v1/events", SEE_SOME),
          entry("GET " + ONE, SEE_IT),
          entry("GET " + ONE + "/status", SEE_IT),
          entry("GET " + ONE + "/runs", SEE_IT),
          entry("GET " + ONE + "/history", SEE_IT),
          entry("GET " + ONE + "/state-changes", SEE_IT),
          entry("GET /api/v1/state-changes", SEE_SOME),
          entry("GET /health/live", OPEN),
          entry("GET /health/ready", OPEN),
          entry("GET /health/pipelines/{pipeline}", SEE_IT),
          entry("GET /metrics", SEE_ALL),
          entry("GET " + ONE + "/offsets", SEE_IT),
          entry("GET " + ONE + "/logs", SEE_IT),
          entry("GET " + ONE + "/configuration", SEE_IT),
          entry("GET " + ONE + "/dead-letters", SEE_IT),
          entry("GET " + ONE + "/dead-letters/groups", SEE_IT),
          entry("GET " + ONE + "/dead-letters/{letter}", LOOK),
          entry("GET /api/v1/dead-letters/groups", SEE_SOME),
          entry("GET " + ONE + "/dead-letters/{letter}/record", LOOK),
          entry("GET " + ONE + "/dead-letters/{letter}/test", LOOK),
          entry("POST " + ONE + "/dead-letters/{letter}/test", LOOK),
          entry("POST " + ONE + "/dead-letters/{letter}/copies", OPERATE),
          entry("PUT " + ONE + "/dead-letters/{letter}/record", OPERATE),
          entry("GET " + ONE + "/dead-letters/jobs", SEE_IT),
          entry("GET " + ONE + "/dead-letters/jobs/{job}", SEE_IT),
          entry("POST " + ONE + "/dead-letters/jobs/{job}/stop", OPERATE),
          entry("POST " + ONE + "/dead-letters/replay", OPERATE),
          entry("POST " + ONE + "/dead-letters/purge", OPERATE),
          entry("POST " + ONE + "/records", LOOK),
          entry("POST " + ONE + "/start", OPERATE),
          entry("POST " + ONE + "/stop", OPERATE),
          entry("POST " + ONE + "/pause", OPERATE),
          entry("POST " + ONE + "/resume", OPERATE),
          entry("POST " + ONE + "/restart", OPERATE),
          entry("POST " + ONE + "/run-once", OPERATE),
          entry("POST " + ONE + "/tasks/{task}/restart", OPERATE),
          entry("POST " + ONE + "/snapshot", OPERATE),
          entry("POST " + ONE + "/offsets/reset", OPERATE),
          entry("GET " + ONE + "/file", EDIT),
          entry("PUT " + ONE + "/file", EDIT),
          entry("POST /api/v1/pipelines", EDIT_SOME),
          entry("POST /api/v1/drafts/test", EDIT_SOME),
          entry("POST /api/v1/drafts/first-rows", EDIT_SOME),
          entry("GET /api/v1/connectors", SEE_SOME),
          entry("GET /api/v1/connectors/{kind}/{name}", SEE_SOME),
          entry("GET /api/v1/schemas", SEE_ALL),
          entry("GET /api/v1/schemas/subject", SEE_ALL),
          entry("GET /api/v1/schemas/difference", SEE_ALL),
          entry("GET /api/v1/schemas/decisions", SEE_ALL),
          entry("POST /api/v1/schemas/check", SEE_ALL),
          entry("GET /api/v1/plan", SEE_ALL),
          entry("GET /api/v1/server", SEE_ALL),
          entry("POST /api/v1/apply", EDIT_ALL),
          entry("POST /api/v1/names/{name}/release", ADMINISTER),
          entry("GET /api/v1/audit", ADMINISTER),
          entry("GET /api/v1/audit/verify", ADMINISTER),
          entry("GET /api/v1/tokens", ADMINISTER),
          entry("POST /api/v1/tokens", ADMINISTER),
          entry("DELETE /api/v1/tokens/{token}", ADMINISTER),
          entry("GET /api/v1/users", ADMINISTER),
          entry("POST /api/v1/users/{user}/block", ADMINISTER),
          entry("POST /api/v1/users/{user}/unblock", ADMINISTER),
          entry("PUT /api/v1/users/{user}/grants", ADMINISTER),
          entry("GET /api/v1/sessions", ADMINISTER),
          entry("DELETE /api/v1/sessions/{session}", ADMINISTER));

  @TempDir private Path home;

  @Test
  void every_route_is_in_the_table() {
    try (ServedApi api = new ServedApi(home)) {
      assertThat(api.routes.stream().map(RouteNeed::name))
          .containsExactlyInAnyOrderElementsOf(new TreeSet<>(TABLE.keySet()));
    }
  }

  @Test
  void every_route_lets_in_whom_the_table_says_and_nobody_else() {
    try (ServedApi api = new ServedApi(home)) {
      Map<Identity, String> tokens = new HashMap<>();
      for (Role role : Role.values()) {
        for (String namespace : new String[] {"shop", "billing", Identity.EVERYWHERE}) {
          tokens.put(
              new Identity(role + " in " + namespace, Map.of(namespace, role)),
              api.token(role, namespace));
        }
      }
      for (Route route : api.routes) {
        RouteNeed need = requireNonNull(TABLE.get(name(route)), name(route));
        String path = RouteNeed.address(route, "orders");
        assertThat(status(api, "", route, path))
            .as("%s as nobody", name(route))
            .satisfies(status -> expect(status, need.where() == RouteNeed.Where.OPEN, 401));
        tokens.forEach(
            (who, token) -> {
              boolean may = need.allows(who, "shop");
              if (!(may && route.isStream())) {
                assertThat(status(api, token, route, path))
                    .as("%s as %s", name(route), who.name())
                    .satisfies(status -> expect(status, may, need.refusal(who, "shop")));
              }
            });
      }
    }
  }

  private static void expect(int status, boolean may, int refused) {
    if (may) {
      assertThat(status).isNotIn(401, 403);
    } else {
      assertThat(status).isEqualTo(refused);
    }
  }

  private static int status(ServedApi api, String token, Route route, String path) {
    return api.send(token, route.method().name(), path, null, Map.of()).status();
  }
}
