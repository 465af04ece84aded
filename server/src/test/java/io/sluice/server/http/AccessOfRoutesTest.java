package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.Permission;
import io.sluice.server.http.ServedRoutes.Reply;
import io.sluice.server.http.door.Brake;
import io.sluice.server.http.door.Gate;
import io.sluice.server.http.route.Access;
import io.sluice.server.http.route.Answer;
import io.sluice.server.http.route.Body;
import io.sluice.server.http.route.Route;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and to what. */
@Timeout(60)
class AccessOfRoutesTest {
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger tries = new AtomicInteger();
  private final Brake brake =
      address ->
          tries.incrementAndGet() > 2 ? Optional.of(Duration.ofMillis(1_500)) : Optional.empty();

  private final ServedRoutes served =
      ServedRoutes.of(
          Route.get("/open").needs(Access.open()).does(request -> Answer.json(Map.of())),
          Route.get("/me")
              .needs(Access.known())
              .does(request -> Answer.json(Map.of("name", request.who().name()))),
          Route.get("/list")
              .needs(Access.somewhere(Permission.OPERATE))
              .does(request -> Answer.json(Map.of())),
          Route.get("/tokens")
              .needs(Access.everywhere(Permission.ADMINISTER))
              .does(request -> Answer.json(Map.of())),
          Route.get("/pipelines/{pipeline}")
              .part("pipeline", "Its name")
              .needs(Access.ofPipeline(Permission.OPERATE))
              .does(request -> Answer.json(Map.of())),
          Route.post("/pipelines/{pipeline}/stop")
              .part("pipeline", "Its name")
              .needs(Access.ofPipeline(Permission.OPERATE))
              .does(request -> counted()),
          Route.post("/form").needs(Access.known()).takes(Body.form()).does(request -> counted()),
          Route.post("/sign-in")
              .needs(Access.open())
              .takes(Body.form())
              .braked(brake)
              .does(request -> counted()),
          Route.get("/page")
              .forPages()
              .needs(Access.everywhere(Permission.EDIT))
              .does(request -> Answer.html("<p>hello")));

  private Answer counted() {
    done.incrementAndGet();
    return Answer.none();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/open, 200, 200, 200, 200, 200, 200",
    "/me, 401, 200, 200, 200, 200, 200",
    "/list, 401, 403, 200, 403, 200, 200",
    "/tokens, 401, 403, 403, 403, 403, 200",
    "/pipelines/orders, 401, 404, 200, 403, 200, 200",
    "/pipelines/none, 401, 404, 404, 404, 404, 404",
  })
  void who_may_is_let_in_and_nobody_else(
      String path, int nobody, int nothing, int sales, int viewer, int editor, int admin) {
    assertThat(served.get(path).status()).as("nobody").isEqualTo(nobody);
    Map.of("nothing", nothing, "sales", sales, "viewer", viewer, "editor", editor, "admin", admin)
        .forEach(
            (token, status) ->
                assertThat(served.get(path, "Authorization", "Bearer " + token).status())
                    .as(token)
                    .isEqualTo(status));
  }

  @Test
  void who_may_not_is_told_what_is_missing() {
    Reply reply = served.get("/pipelines/orders", "Authorization", "Bearer viewer");

    assertThat(reply.problem()).isEqualTo("forbidden");
    assertThat(reply.json().path("detail").asText())
        .contains("viewer", "operate", "namespace 'sales'");
    assertThat(reply.json().path("hint").asText()).contains("role operator");
  }

  @Test
  void nobody_is_told_how_to_become_somebody() {
    Reply reply = served.get("/me");

    assertThat(reply.problem()).isEqualTo("unauthenticated");
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"sluice\"");
  }

  @ParameterizedTest
  @CsvSource({"Bearer wrong", "Bearer", "Basic YWRtaW46YWRtaW4=", "admin", "Bearer admin viewer"})
  void what_is_no_token_is_refused_though_a_session_is_there_too(String authorization) {
    Reply reply = served.get("/me", "Authorization", authorization, "Cookie", session("admin"));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).contains("invalid_token");
    assertThat(reply.text()).doesNotContain("YWRt");
  }

  @Test
  void a_session_is_known_by_its_cookie_until_it_is_over() {
    assertThat(served.get("/me", "Cookie", session("editor")).json().path("name").asText())
        .isEqualTo("editor");
    served.sessions.clear();
    assertThat(served.get("/me", "Cookie", session("editor")).status()).isEqualTo(401);
  }

  @Test
  void who_came_by_a_session_changes_nothing_without_the_token_of_the_form() {
    String stop = "/pipelines/orders/stop";
    assertThat(served.send("POST", stop, null, "Cookie", session("admin")).problem())
        .isEqualTo("cross-site");
    assertThat(
            served
                .send("POST", stop, null, "Cookie", session("admin"), "X-CSRF-Token", "form-toke")
                .status())
        .isEqualTo(403);
    assertThat(done).hasValue(0);

    assertThat(
            served
                .send("POST", stop, null, "Cookie", session("admin"), "X-CSRF-Token", "form-token")
                .status())
        .isEqualTo(204);
    assertThat(served.send("POST", stop, null, "Authorization", "Bearer sales").status())
        .as("a token is sent by no browser")
        .isEqualTo(204);
    assertThat(done).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({
    "csrf=form-token, 204",
    "name=x&csrf=form-token, 204",
    "csrf=other, 403",
    "csrf=, 403",
    "name=x, 403",
  })
  void a_form_has_its_token_in_a_field(String form, int status) {
    assertThat(
            served
                .send(
                    "POST",
                    "/form",
                    form,
                    "Cookie",
                    session("viewer"),
                    "Content-Type",
                    "application/x-www-form-urlencoded")
                .status())
        .isEqualTo(status);
    assertThat(done).hasValue(status == 204 ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Origin, http://127.0.0.1:1",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
  })
  void a_page_of_another_site_changes_nothing_whatever_it_has(String header, String value) {
    Reply reply =
        served.send(
            "POST",
            "/form",
            "csrf=form-token",
            "Cookie",
            session("admin"),
            "Content-Type",
            "application/x-www-form-urlencoded",
            header,
            value);

    assertThat(reply.problem()).isEqualTo("cross-site");
    assertThat(done).hasValue(0);
  }

  @Test
  void nor_does_it_sign_anybody_in() {
    assertThat(
            served
                .send(
                    "POST",
                    "/sign-in",
                    "token=x",
                    "Content-Type",
                    "application/x-www-form-urlencoded",
                    "Origin",
                    "https://evil.example")
                .problem())
        .isEqualTo("cross-site");
    assertThat(tries).as("it counts as no try of anybody").hasValue(0);
  }

  @Test
  void who_tries_too_often_waits() {
    String[] form = {"Content-Type", "application/x-www-form-urlencoded"};
    assertThat(served.send("POST", "/sign-in", "a=b", form).status()).isEqualTo(204);
    assertThat(served.send("POST", "/sign-in", "a=b", form).status()).isEqualTo(204);
    Reply third = served.send("POST", "/sign-in", "a=b", form);

    assertThat(third.problem()).isEqualTo("too-many");
    assertThat(third.header("Retry-After")).isEqualTo("2");
    assertThat(done).hasValue(2);
  }

  @Test
  void a_page_that_asks_for_itself_is_let_in_and_is_no_use_of_its_session() {
    served.get("/me", "Cookie", session("viewer"));
    int used = served.sessionsUsed.get();

    Reply reply = served.get("/me", "Cookie", session("viewer"), Gate.BY_ITSELF_HEADER, "true");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(served.sessionsUsed).hasValue(used);
    assertThat(used).isPositive();
  }

  @Test
  void a_page_sends_who_is_not_known_to_sign_in_and_shows_problems_as_pages() {
    Reply nobody = served.get("/page");
    assertThat(nobody.status()).isEqualTo(303);
    assertThat(URI.create(nobody.header("Location")))
        .hasPath("/sign-in")
        .hasParameter("back", "/page");

    Reply viewer = served.get("/page", "Cookie", session("viewer"));
    assertThat(viewer.status()).isEqualTo(403);
    assertThat(viewer.header("Content-Type")).startsWith("text/html");
    assertThat(viewer.text()).isEqualTo("<h1>forbidden</h1>viewer");

    assertThat(served.get("/page", "Cookie", session("editor")).text()).isEqualTo("<p>hello");
    assertThat(served.get("/nowhere", "Accept", "text/html,*/*").text())
        .isEqualTo("<h1>not-found</h1>nobody");
    assertThat(served.get("/api/nowhere", "Accept", "text/html,*/*").problem())
        .isEqualTo("not-found");
  }

  private String session(String name) {
    return "Sluice-Session-" + served.port() + "=" + name;
  }
}
