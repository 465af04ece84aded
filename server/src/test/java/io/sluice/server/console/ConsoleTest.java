package io.sluice.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The console as a browser meets it, over HTTP, with a state database behind it. */
@Timeout(120)
class ConsoleTest extends ConsoleBed {
  @Test
  void who_is_not_known_is_led_to_sign_in_and_then_to_the_page_they_wanted() {
    HttpResponse<String> refused = get("/pipelines/shop-running?span=24h", "");
    assertThat(refused.statusCode()).isEqualTo(303);
    String signIn = location(refused);
    String back = page(get(signIn, "")).selectFirst("input[name=back]").val();

    HttpResponse<String> in =
        post("/sign-in", "", Map.of("token", token(Role.VIEWER), "back", back));

    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(location(in)).isEqualTo("/pipelines/shop-running?span=24h");
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict");
    assertThat(get(location(in), cookie(in)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example/x",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/sign-in?back=/x",
        "/x\r\nSet-Cookie: a=b"
      })
  void nobody_is_led_off_the_server_by_a_link_that_somebody_sent(String back) {
    HttpResponse<String> in =
        post("/sign-in", "", Map.of("token", token(Role.VIEWER), "back", back));

    assertThat(location(in)).isEqualTo("/");
  }

  @Test
  void a_token_that_is_not_good_is_told_and_not_repeated() {
    HttpResponse<String> refused = post("/sign-in", "", Map.of("token", "slc_wrong"));

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(page(refused).selectFirst("[role=alert]").text()).contains("not known");
    assertThat(refused.body()).doesNotContain("slc_wrong");
    assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void who_signs_out_is_nobody_again() {
    String session = signedIn(Role.VIEWER);
    String csrf = csrf(session);

    HttpResponse<String> out = post("/sign-out", session, Map.of("csrf", csrf));

    assertThat(location(out)).isEqualTo("/sign-in");
    assertThat(get("/", session).statusCode()).isEqualTo(303);
  }

  @Test
  void one_sees_the_pipelines_of_ones_namespaces_and_no_others() {
    String session = signedIn(Map.of("finance", Role.OPERATOR));

    assertThat(page(get("/", session)).select("[data-pipeline]").eachAttr("data-pipeline"))
        .containsExactly("invoices");
    assertThat(get("/pipelines/shop-running", session).statusCode()).isEqualTo(404);
    assertThat(get("/pipelines/invoices", session).statusCode()).isEqualTo(200);
    assertThat(page(get("/", session)).select("[data-place]").eachAttr("data-place"))
        .containsExactly("pipelines", "letters", "connectors");
  }

  @Test
  void an_action_says_what_it_does_and_is_done_with_who_and_why() {
    String session = signedIn(Role.OPERATOR);
    Document overview = page(get("/pipelines/shop-running", session));
    String address = overview.selectFirst("[data-do=stop]").attr("href");

    Document ask = page(get(address, session));
    assertThat(shop.asked).as("looking does nothing").isEmpty();
    HttpResponse<String> done =
        post(
            ask.selectFirst("form[data-ask]").attr("action"),
            session,
            Map.of("csrf", ask.selectFirst("input[name=csrf]").val(), "reason", "night"));

    assertThat(shop.asked).containsExactly("stop shop-running by token:t: night");
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(page(get(location(done), session)).selectFirst("[data-toast]").text())
        .isEqualTo("shop-running is stopped");
  }

  @Test
  void a_position_is_moved_only_after_it_was_shown_what_that_does() {
    String session = signedIn(Role.OPERATOR);
    Map<String, String> fields = Map.of("csrf", csrf(session), "offset", "{\"lsn\":9}");

    Document plan = page(post("/pipelines/shop-stopped/reset", session, fields));

    assertThat(plan.selectFirst("[data-plan]").text()).contains("{\"lsn\":7}", "{lsn=9}");
    assertThat(plan.text()).contains("Rows come again");
    assertThat(shop.asked).isEmpty();
    Map<String, String> hidden = new HashMap<>();
    plan.select("form[data-ask] input")
        .forEach(input -> hidden.put(input.attr("name"), input.val()));
    hidden.put("reason", "again");
    post("/pipelines/shop-stopped/reset", session, hidden);
    assertThat(shop.asked)
        .containsExactly("reset to {lsn=9} from [{\"lsn\":7}] shop-stopped by token:t: again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "null", "7"})
  void what_is_no_position_is_refused_and_not_thrown_away(String offset) {
    String session = signedIn(Role.OPERATOR);

    HttpResponse<String> refused =
        post(
            "/pipelines/shop-stopped/reset",
            session,
            Map.of("csrf", csrf(session), "offset", offset));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(page(refused).selectFirst("#offset").val()).isEqualTo(offset);
    assertThat(shop.asked).isEmpty();
  }

  @Test
  void tables_are_named_one_a_line() {
    String session = signedIn(Role.OPERATOR);
    String csrf = csrf(session);

    String path = "/pipelines/shop-running/snapshot";
    assertThat(post(path, session, Map.of("csrf", csrf, "tables", " \n")).statusCode())
        .isEqualTo(422);
    post(path, session, Map.of("csrf", csrf, "tables", "public.a\r\n\n public.b\npublic.a"));

    assertThat(shop.asked)
        .containsExactly("snapshot [public.a, public.b] shop-running by token:t: ");
  }

  @Test
  void rows_since_a_time_are_anybodys_who_operates_and_sql_an_editors() {
    String operator = signedIn(Role.OPERATOR);
    String editor = signedInAs("e", Role.EDITOR);
    String path = "/pipelines/shop-running/snapshot";
    Map<String, String> since =
        Map.of("tables", "public.a", "column", "it's \"at\"", "since", "2026-11-01T00:00");

    assertThat(page(get(path, operator)).select("#condition")).isEmpty();
    assertThat(page(get(path, editor)).select("#condition")).hasSize(1);
    assertThat(
            post(path, operator, with(operator, Map.of("tables", "a", "condition", "true")))
                .statusCode())
        .isEqualTo(403);
    HttpResponse<String> half =
        post(path, operator, with(operator, Map.of("tables", "a", "column", "at")));
    assertThat(half.statusCode()).isEqualTo(422);
    assertThat(page(half).selectFirst("#column").val()).isEqualTo("at");
    assertThat(
            post(
                    path,
                    operator,
                    with(operator, Map.of("tables", "a", "column", "at", "since", "soon")))
                .statusCode())
        .isEqualTo(422);
    assertThat(shop.asked).isEmpty();

    post(path, operator, with(operator, since));
    post(path, editor, with(editor, Map.of("tables", "public.a", "condition", "id > 5")));

    assertThat(shop.asked)
        .containsExactly(
            "snapshot [public.a]\"it's \"\"at\"\"\" >= '2026-11-01T00:00:00Z' shop-running by"
                + " token:t: ",
            "snapshot [public.a]id > 5 shop-running by token:e: ");
  }

  @Test
  void a_task_is_restarted_from_its_line_by_who_operates() {
    String viewer = signedInAs("v", Role.VIEWER);
    String session = signedIn(Role.OPERATOR);
    String restart = "#tasks-title ~ div a[data-do=restart-task]";

    assertThat(page(get("/pipelines/shop-running", viewer)).select(restart)).isEmpty();
    Element link = page(get("/pipelines/shop-running", session)).selectFirst(restart);
    String path = link.attr("href");
    assertThat(path).endsWith("/tasks/source-0/restart");
    assertThat(page(get(path, session)).text()).contains("last checkpoint");
    HttpResponse<String> done = post(path, session, with(session, Map.of("reason", "it hangs")));

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(shop.asked).containsExactly("restart source-0 shop-running by token:t: it hangs");
    String told = done.headers().firstValue("Location").orElseThrow();
    assertThat(page(get(told, session)).text()).contains("was told to restart a task");

    shop.refuses = true;
    HttpResponse<String> refused = post(path, session, with(session, Map.of("reason", "again")));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(page(refused).selectFirst("#reason").val()).isEqualTo("again");
  }

  private Map<String, String> with(String session, Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(fields);
    all.put("csrf", csrf(session));
    return all;
  }

  @Test
  void a_form_without_the_sessions_secret_changes_nothing() {
    String session = signedIn(Role.ADMIN);

    for (String path : List.of("/pipelines/shop-running/do/stop", "/plan", "/tokens")) {
      assertThat(post(path, session, Map.of("reason", "x", "plan", "p1")).statusCode())
          .as(path)
          .isEqualTo(403);
    }
    assertThat(shop.asked).isEmpty();
  }

  @Test
  void a_reason_is_one_line_of_a_bounded_length() {
    String session = signedIn(Role.OPERATOR);
    String path = "/pipelines/shop-running/do/pause";

    HttpResponse<String> refused =
        post(path, session, Map.of("csrf", csrf(session), "reason", "x".repeat(1_001)));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(shop.asked).isEmpty();

    post(path, session, Map.of("csrf", csrf(session), "reason", " two\r\nlines"));
    assertThat(shop.asked).containsExactly("pause shop-running by token:t: two  lines");
  }

  @Test
  void a_refusal_is_told_in_the_form_and_what_was_typed_stays() {
    String session = signedIn(Role.OPERATOR);
    shop.refuses = true;

    HttpResponse<String> refused =
        post(
            "/pipelines/shop-running/do/pause",
            session,
            Map.of("csrf", csrf(session), "reason", "why \"not\""));

    Document page = page(refused);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(page.selectFirst("[data-refused]").text())
        .contains("It <is> stopping already", "Wait until it has stopped");
    assertThat(page.selectFirst("#reason").val()).isEqualTo("why \"not\"");
  }

  @ParameterizedTest
  @CsvSource({
    "403, /pipelines/shop-running/do/stop",
    "403, /pipelines/shop-running/do/dance",
    "404, /pipelines/invoices",
    "403, /plan",
    "403, /tokens",
    "403, /audit",
    "404, /pipelines/nobody",
    "404, /docs/how-to/nothing.md",
    "400, /docs/how-to/..%2f..%2fsecret.md"
  })
  void what_a_viewer_may_not_or_cannot_see_is_a_page_that_says_so(int status, String path) {
    HttpResponse<String> answer = get(path, signedIn(Map.of("default", Role.VIEWER)));

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status != 400) {
      assertThat(page(answer).selectFirst("[data-error]").attr("data-error"))
          .isEqualTo(Integer.toString(status));
    }
  }

  @Test
  void files_are_applied_only_as_they_were_looked_at() {
    String session = signedIn(Role.EDITOR);
    String csrf = csrf(session);

    HttpResponse<String> late = post("/plan", session, Map.of("csrf", csrf, "plan", "p0"));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(page(late).selectFirst("[data-refused]").text()).contains("have changed since");
    assertThat(shop.asked).isEmpty();

    String shown = page(get("/plan", session)).selectFirst("input[name=plan]").val();
    post("/plan", session, Map.of("csrf", csrf, "plan", shown, "reason", "release"));
    assertThat(shop.asked).containsExactly("apply p1 by token:t: release");
  }

  @Test
  void a_page_that_is_open_asks_for_its_middle_alone() {
    String session = signedIn(Role.VIEWER);

    HttpResponse<String> part =
        send(request("/").header("Cookie", session).header("Sluice-Part", "main"));

    assertThat(part.body()).contains("<main").doesNotContain("<html", "<script", "<symbol");
  }

  @Test
  void open_pages_are_told_when_somebody_has_looked() throws IOException, InterruptedException {
    HttpResponse<InputStream> stream =
        client.send(
            request("/events").header("Cookie", signedIn(Role.VIEWER)).build(),
            BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("retry:");
      String line = "";
      while (!line.equals("event: tick")) {
        events.wake();
        line = lines.readLine();
      }
    }
  }

  @Test
  void a_file_is_shown_without_secrets_and_the_log_as_it_is() {
    String session = signedIn(Role.VIEWER);

    assertThat(get("/pipelines/shop-running/settings", session).body())
        .contains("name: shop-running", "password: (hidden)", "host: ********")
        .doesNotContain(SECRET, "written-out");
    assertThat(page(get("/pipelines/shop-running/log", session)).select(".log").text())
        .contains("shop-running is tried again");
    assertThat(get("/pipelines/shop-running/runs", session).body()).contains("It has not run yet");
  }

  @Test
  void a_new_token_is_shown_once_and_lets_in() {
    String session = signedIn(Role.ADMIN);

    HttpResponse<String> made =
        post(
            "/tokens",
            session,
            Map.of(
                "csrf",
                csrf(session),
                "name",
                "ci",
                "grants",
                "viewer, editor@sales",
                "days",
                "7"));
    String secret = page(made).selectFirst("[data-secret]").text();

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(get("/tokens", session).body()).contains("editor@sales").doesNotContain(secret);
    assertThat(post("/sign-in", "", Map.of("token", secret)).statusCode()).isEqualTo(303);

    String revoke =
        page(get("/tokens", session)).selectFirst("tr:has(th:contains(ci)) form").attr("action");
    post(revoke, session, Map.of("csrf", csrf(session)));
    assertThat(post("/sign-in", "", Map.of("token", secret)).statusCode()).isEqualTo(401);
  }

  @Test
  void a_token_that_cannot_be_is_refused_with_what_was_filled_in() {
    String session = signedIn(Role.ADMIN);

    HttpResponse<String> refused =
        post(
            "/tokens",
            session,
            Map.of("csrf", csrf(session), "name", "CI!", "grants", "king", "days", "x"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(page(refused).select("[data-refused]")).hasSize(1);
    assertThat(page(refused).selectFirst("#name").val()).isEqualTo("CI!");
  }

  @Test
  void runbooks_are_served_with_their_headings() {
    String session = signedIn(Role.VIEWER);
    Document page = page(get("/docs/how-to/troubleshoot.md", session));

    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("article h2[id]")).isNotEmpty();
    assertThat(page.title()).contains(page.selectFirst("h1").text());
  }

  @Test
  void what_the_page_loads_is_there_and_is_kept() {
    Document page = page(get("/sign-in", ""));

    for (String address :
        List.of(
            page.selectFirst("link[rel=stylesheet]").attr("href"),
            page.select("script").get(0).attr("src"),
            page.select("script").get(1).attr("src"),
            page.selectFirst("link[rel=icon]").attr("href"))) {
      HttpResponse<String> asset = get(address, "");
      assertThat(asset.statusCode()).as(address).isEqualTo(200);
      assertThat(asset.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    }
  }

  @Test
  void a_choice_of_light_or_dark_is_kept_and_anything_else_is_not() {
    String session = signedIn(Role.VIEWER);

    assertThat(theme(session + "; Sluice-Theme=dark")).isEqualTo("dark");
    assertThat(theme(session + "; Sluice-Theme=\"><script>")).isEmpty();
  }

  private String theme(String cookies) {
    return page(get("/", cookies)).selectFirst("html").attr("data-theme");
  }
}
