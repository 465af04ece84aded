package io.sluice.server.console;

import static io.sluice.server.RouteNeed.ADMINISTER;
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
import io.sluice.server.RouteNeed.Where;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.http.route.Method;
import io.sluice.server.http.route.Route;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Walks every route of the console, and those by which one comes in, as every role and as nobody,
 * against a table that no route has written; {@code PermissionsTest} does so with the API's.
 */
class PagePermissionsTest extends ConsoleBed {
  private static final String ONE = "/pipelines/{pipeline}";
  private static final String LETTER = ONE + "/letters/{letter}";

  private static final Map<String, RouteNeed> TABLE =
      Map.ofEntries(
          entry("GET /", KNOWN),
          entry("GET /events", KNOWN),
          entry("GET /static/{hash}/{name}", OPEN),
          entry("GET /docs/{section}/{name}", KNOWN),
          entry("GET /sign-in", OPEN),
          entry("POST /sign-in", OPEN),
          entry("POST /sign-out", KNOWN),
          entry("GET /auth/once", OPEN),
          entry("GET " + ONE, SEE_IT),
          entry("GET " + ONE + "/runs", SEE_IT),
          entry("GET " + ONE + "/settings", SEE_IT),
          entry("GET " + ONE + "/log", SEE_IT),
          entry("GET " + ONE + "/do/{action}", OPERATE),
          entry("POST " + ONE + "/do/{action}", OPERATE),
          entry("GET " + ONE + "/tasks/{task}/restart", OPERATE),
          entry("POST " + ONE + "/tasks/{task}/restart", OPERATE),
          entry("GET " + ONE + "/snapshot", OPERATE),
          entry("POST " + ONE + "/snapshot", OPERATE),
          entry("GET " + ONE + "/reset", OPERATE),
          entry("POST " + ONE + "/reset", OPERATE),
          entry("GET " + ONE + "/records", LOOK),
          entry("POST " + ONE + "/records", LOOK),
          entry("GET /letters", SEE_SOME),
          entry("GET " + ONE + "/letters", SEE_IT),
          entry("GET " + LETTER, SEE_IT),
          entry("GET " + ONE + "/letters/jobs/{job}", SEE_IT),
          entry("POST " + ONE + "/letters/jobs/{job}/stop", OPERATE),
          entry("GET " + ONE + "/letters/do/{action}", OPERATE),
          entry("POST " + ONE + "/letters/do/{action}", OPERATE),
          entry("GET " + LETTER + "/edit", OPERATE),
          entry("POST " + LETTER + "/edit", OPERATE),
          entry("GET " + LETTER + "/test", LOOK),
          entry("GET /connectors", SEE_SOME),
          entry("GET /connectors/{kind}/{name}", SEE_SOME),
          entry("GET /new", EDIT_SOME),
          entry("POST /new", EDIT_SOME),
          entry("GET /new/made", SEE_SOME),
          entry("GET /schemas", SEE_ALL),
          entry("GET /schemas/subject", SEE_ALL),
          entry("POST /schemas/check", SEE_ALL),
          entry("GET /plan", SEE_ALL),
          entry("POST /plan", EDIT_ALL),
          entry("GET /audit", ADMINISTER),
          entry("GET /tokens", ADMINISTER),
          entry("POST /tokens", ADMINISTER),
          entry("POST /tokens/{id}/revoke", ADMINISTER),
          entry("POST /sessions/{id}/end", ADMINISTER),
          entry("POST /users/{id}/grants", ADMINISTER),
          entry("POST /users/{id}/block", ADMINISTER),
          entry("POST /users/{id}/unblock", ADMINISTER));

  /** It is in the namespace {@code default}. */
  private static final String PIPELINE = "shop-running";

  @Test
  void every_route_is_in_the_table() {
    assertThat(routes.stream().map(RouteNeed::name))
        .containsExactlyInAnyOrderElementsOf(TABLE.keySet());
  }

  @Test
  void every_route_lets_in_whom_the_table_says_and_nobody_else() {
    Map<Identity, String> tokens = new HashMap<>();
    for (Role role : Role.values()) {
      for (String namespace : new String[] {"default", "finance", Identity.EVERYWHERE}) {
        String where = namespace.equals(Identity.EVERYWHERE) ? "all" : namespace;
        String name = role.name().toLowerCase(Locale.ROOT) + "-" + where;
        Identity who = new Identity(name, Map.of(namespace, role));
        tokens.put(who, token(name, who.grants()));
      }
    }
    for (Route route : routes) {
      RouteNeed need = requireNonNull(TABLE.get(name(route)), name(route));
      tokens.forEach(
          (who, token) -> {
            boolean may = need.allows(who, "default");
            if (!may) {
              assertThat(ask(route, token).statusCode())
                  .as("%s as %s", name(route), who.name())
                  .isEqualTo(need.refusal(who, "default"));
            } else if (need.where() != Where.OPEN && !route.isStream()) {
              assertThat(ask(route, token).statusCode())
                  .as("%s as %s", name(route), who.name())
                  .isNotIn(401, 403)
                  .isLessThan(500);
            }
          });
    }
  }

  @Test
  void nobody_is_sent_to_sign_in_and_gets_nothing_else() {
    for (Route route : routes) {
      HttpResponse<String> answer = ask(route, "");
      boolean isOpen = requireNonNull(TABLE.get(name(route)), name(route)).where() == Where.OPEN;
      boolean isLook = route.method() == Method.GET && route.forPages();
      if (isOpen) {
        assertThat(location(answer)).as(name(route)).doesNotContain("back=");
      } else {
        assertThat(answer.statusCode()).as(name(route)).isEqualTo(isLook ? 303 : 401);
        assertThat(location(answer)).as(name(route)).startsWith(isLook ? "/sign-in" : "");
      }
    }
    assertThat(shop.asked).isEmpty();
  }

  /**
   * @param token empty for nobody
   */
  private HttpResponse<String> ask(Route route, String token) {
    HttpRequest.Builder request = request(RouteNeed.address(route, PIPELINE));
    if (route.method() == Method.POST) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(BodyPublishers.noBody());
    }
    return send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
  }
}
