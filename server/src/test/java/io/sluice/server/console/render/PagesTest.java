package io.sluice.server.console.render;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Account;
import io.sluice.server.access.Role;
import io.sluice.server.console.page.AccessPage;
import io.sluice.server.console.page.Action;
import io.sluice.server.console.page.ActionPage;
import io.sluice.server.console.page.AuditPage;
import io.sluice.server.console.page.DocumentPage;
import io.sluice.server.console.page.ErrorPage;
import io.sluice.server.console.page.Frame;
import io.sluice.server.console.page.HomePage;
import io.sluice.server.console.page.HomeQuery;
import io.sluice.server.console.page.Link;
import io.sluice.server.console.page.LogPage;
import io.sluice.server.console.page.PipelinePage;
import io.sluice.server.console.page.Place;
import io.sluice.server.console.page.PlanPage;
import io.sluice.server.console.page.Reading;
import io.sluice.server.console.page.Refused;
import io.sluice.server.console.page.ResetPage;
import io.sluice.server.console.page.RestartTaskPage;
import io.sluice.server.console.page.RunsPage;
import io.sluice.server.console.page.Samples;
import io.sluice.server.console.page.SettingsPage;
import io.sluice.server.console.page.SignInPage;
import io.sluice.server.console.page.SnapshotPage;
import io.sluice.server.console.page.Span;
import io.sluice.server.operate.OffsetReset;
import io.sluice.server.view.PipelineState;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditFilter;
import io.sluice.state.history.Runs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every page, whatever it shows. */
class PagesTest {
  private static final Pages PAGES = new Pages();
  private static final int MOST_ON_THE_WIRE = 200_000;

  static List<String> all() {
    return List.copyOf(everyPage().keySet());
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_page_can_be_read_without_being_seen(String name) {
    Document page = page(name);

    assertThat(page.select("h1")).as("one heading of the page").hasSize(1);
    assertThat(page.title()).isNotBlank();
    assertThat(page.selectFirst("html").attr("lang")).isEqualTo("en");
    List<String> ids = page.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    for (Element field : page.select("input:not([type=hidden]), select, textarea")) {
      assertThat(page.select("label[for=" + field.id() + "]")).as("label of %s", field).hasSize(1);
    }
    for (String attribute : List.of("aria-labelledby", "aria-describedby")) {
      for (Element named : page.select("[" + attribute + "]:not(dialog)")) {
        assertThat(ids).as(named.tagName()).contains(named.attr(attribute));
      }
    }
    for (Element drawing : page.select("svg:not(svg svg)")) {
      assertThat(drawing.hasAttr("aria-hidden") || !drawing.attr("aria-label").isEmpty())
          .as("said or left out: %s", drawing.className())
          .isTrue();
    }
    for (Element button : page.select("button, a[href]")) {
      assertThat(button.text()).as("words on %s", button.outerHtml()).isNotBlank();
    }
    int level = 1;
    for (Element heading : page.select("main h1, main h2, main h3")) {
      int next = heading.tagName().charAt(1) - '0';
      assertThat(next).as("no level left out before '%s'", heading.text()).isLessThan(level + 2);
      level = next;
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_page_keeps_to_the_policy_that_forbids_what_stands_in_it(String name) {
    Document page = page(name);

    for (Element element : page.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        assertThat(attribute.getKey()).doesNotStartWith("on").isNotEqualTo("style");
      }
    }
    assertThat(page.select("style, iframe, object, base")).isEmpty();
    for (Element script : page.select("script")) {
      assertThat(script.data()).isEmpty();
      assertThat(script.attr("src")).isNotEmpty().doesNotContain("//");
    }
    assertThat(page.select("[src*=//], link[href*=//]")).as("of other hosts").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void what_changes_anything_is_a_form_that_carries_the_sessions_secret_back(String name) {
    Document page = page(name);

    for (Element form : page.select("form[method=post]")) {
      assertThat(form.select("input[name=csrf]")).as(form.attr("action")).hasSize(1);
      assertThat(form.select("button:not([type=button])")).isNotEmpty();
    }
    assertThat(page.select("[hx-post], [hx-put], [hx-delete], [hx-patch]")).isEmpty();
  }

  @Test
  void texts_that_want_to_be_more_stay_texts() {
    Document page = page("pipeline-hostile");

    assertThat(page.select("main script, main img, main b:contains(alert)")).isEmpty();
    assertThat(page.selectFirst("h1").text()).contains("<script>alert(1)</script>");
    for (Element link : page.select("main a[href]")) {
      assertThat(link.attr("href")).startsWith("/").doesNotStartWith("//").doesNotContain("<");
    }
    assertThat(page("connectors").select("main script")).isEmpty();
    assertThat(page("connector").select("main script")).isEmpty();
    Document home = page("home-hostile");
    assertThat(home.select("main script, main img")).isEmpty();
    assertThat(home.selectFirst("#q").val()).isEqualTo("\"><script>x</script>");
  }

  @ParameterizedTest
  @EnumSource(PipelineState.class)
  void a_state_is_told_by_shape_and_word_and_not_by_colour_alone(PipelineState state) {
    Document page = page("pipeline-" + state);
    Element badge = page.selectFirst(".head .badge");

    String shape = badge.selectFirst("use").attr("href");
    assertThat(badge.text()).isEqualToIgnoringCase(state.name());
    assertThat(page.select(".symbols symbol" + shape)).as("symbol %s", shape).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void each_symbol_that_a_page_uses_is_in_it(String name) {
    Document page = page(name);

    List<String> there = page.select("symbol").eachAttr("id");
    for (String used : page.select("use").eachAttr("href")) {
      assertThat(there).contains(used.substring(1));
    }
  }

  @Test
  void a_part_of_a_page_is_what_the_page_has_in_its_middle() {
    Reading reading = Samples.reading(PipelineState.RUNNING);
    Frame whole = Samples.frame("x", Place.PIPELINES);
    Frame part = whole.asPart();

    Document page = parse(PAGES.render("home", home(whole, List.of(reading))));
    Document middle = parse(PAGES.render("home", home(part, List.of(reading))));

    assertThat(middle.selectFirst("main").outerHtml())
        .isEqualTo(page.selectFirst("main").outerHtml());
    assertThat(middle.select("nav[aria-label=Main], link, script")).isEmpty();
  }

  @Test
  void a_visitor_sees_no_button_of_what_he_may_not_do() {
    Reading reading = Samples.reading(PipelineState.RUNNING);

    assertThat(actions(Role.OPERATOR, reading)).contains("stop", "pause");
    assertThat(actions(Role.VIEWER, reading)).isEmpty();
    assertThat(
            parse(
                    PAGES.render(
                        "home", home(Samples.frame("x", Place.PIPELINES, Role.EDITOR), List.of())))
                .select("[data-place]")
                .eachAttr("data-place"))
        .containsExactly("pipelines", "letters", "plan", "connectors", "schemas");
  }

  @Test
  void pages_with_all_that_they_load_are_small() throws IOException {
    int assets = 0;
    for (String one :
        List.of(
            "/io/sluice/server/console/static/console.css",
            "/io/sluice/server/console/static/console.js",
            "/io/sluice/server/console/static/icon.svg",
            "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js")) {
      assets += zipped(resource(one));
    }
    for (Map.Entry<String, byte[]> page : everyPage().entrySet()) {
      assertThat(assets + zipped(page.getValue())).as(page.getKey()).isLessThan(MOST_ON_THE_WIRE);
    }
    assertThat(resource("/io/sluice/server/console/static/console.css").length).isLessThan(37_000);
  }

  @Test
  void each_table_of_a_document_has_a_frame_that_scrolls_and_is_called_as_its_heading() {
    Document page =
        Jsoup.parse(new Documents().find("reference", "project-file.md").orElseThrow().html());

    assertThat(page.select("table")).isNotEmpty();
    assertThat(page.select("div.scroll[tabindex=0][role=group] > table"))
        .hasSameSizeAs(page.select("table"));
    assertThat(page.select("div.scroll").eachAttr("aria-label"))
        .containsExactly("The project file", "Connectors of namespaces");
  }

  private static List<String> actions(Role role, Reading reading) {
    return parse(
            PAGES.render(
                "pipeline",
                PipelinePage.of(
                    Samples.frame("x", Place.PIPELINES, role),
                    reading,
                    Span.MINUTES,
                    Samples.series("x"),
                    List.of())))
        .select("[data-do][data-dialog]")
        .eachAttr("data-do");
  }

  private static HomePage home(Frame frame, List<Reading> readings) {
    return HomePage.of(frame, HomeQuery.ALL, readings, Samples.lately());
  }

  private static Document page(String name) {
    return parse(requireNonNull(everyPage().get(name)));
  }

  private static Document parse(byte[] html) {
    return Jsoup.parse(new String(html, StandardCharsets.UTF_8));
  }

  private static Map<String, byte[]> everyPage() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    Frame home = Samples.frame("Pipelines", Place.PIPELINES);
    for (int count : new int[] {0, 1, 50, 200}) {
      List<Reading> readings = new ArrayList<>(Samples.readings(count));
      all.put("home-" + count, PAGES.render("home", home(home, readings)));
    }
    all.put(
        "home-hostile",
        PAGES.render(
            "home",
            HomePage.of(
                home,
                HomeQuery.of("\"><script>x</script>", "", "", ""),
                List.of(Samples.hostile()),
                List.of())));
    for (PipelineState state : PipelineState.values()) {
      all.put("pipeline-" + state, pipeline(Samples.reading(state)));
    }
    all.put("pipeline-hostile", pipeline(Samples.hostile()));
    all.put("pipeline-long", pipeline(Samples.longNamed()));
    Reading reading = Samples.reading(PipelineState.FAILED);
    Frame frame = Samples.frame("shop-failed", Place.PIPELINES);
    Runs.Run failed =
        new Runs.Run(
            2,
            "shop-failed",
            "v",
            1,
            Samples.NOW.minusSeconds(90),
            Samples.NOW,
            Samples.NOW,
            Runs.Outcome.FAILED,
            new Runs.Counts(4, 3, 1, 0),
            "",
            "Connection refused");
    all.put("runs", PAGES.render("runs", RunsPage.of(frame, reading, List.of(failed))));
    all.put(
        "settings",
        PAGES.render(
            "settings",
            SettingsPage.of(
                frame,
                Samples.reading(PipelineState.INVALID),
                Optional.of("name: x\n# why\n\nsink: </code><b>\n"))));
    all.put(
        "settings-unreadable",
        PAGES.render(
            "settings",
            SettingsPage.of(frame, Samples.reading(PipelineState.INVALID), Optional.empty())));
    all.put(
        "log",
        PAGES.render(
            "log",
            LogPage.of(
                frame,
                reading,
                new LogPage.Wanted("", "<b>", Optional.empty()),
                List.of(new LogPage.Line(Samples.NOW, "WARN", "<i>x</i>")),
                true)));
    all.put(
        "action",
        PAGES.render(
            "action",
            ActionPage.of(
                frame,
                reading,
                Action.START,
                "why",
                Optional.of(new Refused("It is running", Optional.of("Stop it first"))))));
    all.put(
        "reset",
        PAGES.render(
            "reset",
            ResetPage.of(
                frame, reading, ResetPage.Form.EMPTY, Optional.empty(), Optional.empty())));
    all.put(
        "reset-plan",
        PAGES.render(
            "reset",
            ResetPage.of(
                frame,
                reading,
                new ResetPage.Form("", "", true, "</textarea>", ""),
                Optional.of(
                    new OffsetReset(List.of("{\"lsn\":1}"), List.of(), List.of("Rows again"))),
                Optional.empty())));
    all.put(
        "snapshot",
        PAGES.render(
            "snapshot",
            SnapshotPage.of(
                frame,
                Samples.reading(PipelineState.RUNNING),
                new SnapshotPage.Form("</textarea>", "\"<b>", "'>", "<script>"),
                Optional.empty())));
    all.put(
        "restart-task",
        PAGES.render(
            "restart-task",
            RestartTaskPage.of(
                frame,
                Samples.reading(PipelineState.RUNNING),
                "sink-<b>-0",
                "\"<i>",
                Optional.empty())));
    all.put(
        "plan",
        PAGES.render(
            "plan",
            PlanPage.of(Samples.frame("Plan", Place.PLAN), Samples.plan(), Optional.empty())));
    all.putAll(PluginPages.all(PAGES));
    all.putAll(RecordPages.all(PAGES));
    all.put(
        "sign-in",
        PAGES.render(
            "sign-in",
            new SignInPage(
                Samples.open("Sign in"),
                "/",
                Optional.of("Not known."),
                Optional.empty(),
                Optional.of(new Link("idp.example", "/auth/oidc/sign-out")))));
    all.put(
        "error",
        PAGES.render(
            "error",
            new ErrorPage(
                Samples.frame("Not found", Place.ELSEWHERE),
                404,
                "There is no such page.",
                Optional.empty(),
                List.of("query:span: expected a text"))));
    all.put(
        "access",
        PAGES.render(
            "access",
            AccessPage.of(
                Samples.frame("Access", Place.TOKENS),
                new AccessPage.Known(
                    List.of(
                        new AccessToken(
                            "abc",
                            "ci",
                            Map.of("*", Role.VIEWER),
                            Samples.NOW,
                            "ada",
                            Samples.NOW.plusSeconds(9),
                            null,
                            null,
                            null)),
                    List.of(
                        new Account(
                            "u1",
                            "https://idp.example",
                            "7",
                            "<b>ann</b>",
                            Map.of("*", Role.VIEWER),
                            Map.of(),
                            Samples.NOW,
                            Samples.NOW,
                            null,
                            null)),
                    List.of()),
                Optional.of(new AccessPage.Made("ci", "slc_abc")),
                Optional.of(new Refused("No such role", Optional.empty())),
                AccessPage.Form.EMPTY)));
    all.put(
        "document",
        PAGES.render(
            "document",
            new DocumentPage(
                Samples.frame("Troubleshoot", Place.ELSEWHERE),
                new Documents().find("how-to", "troubleshoot.md").orElseThrow().html())));
    all.put(
        "audit",
        PAGES.render(
            "audit",
            AuditPage.of(
                Samples.frame("Audit", Place.AUDIT),
                AuditFilter.ALL,
                List.of(
                    new Audit.Entry(
                        1, Samples.NOW, "ada", "pipeline.stop", "orders", "{}", "{}", "why")),
                Optional.of(1L))));
    return all;
  }

  private static byte[] pipeline(Reading reading) {
    String name = reading.pipeline().name();
    return PAGES.render(
        "pipeline",
        PipelinePage.of(
            Samples.frame(name, Place.PIPELINES),
            reading,
            Span.MINUTES,
            Samples.series(name),
            Samples.changes(name)));
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = PagesTest.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }

  private static int zipped(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    }
    return out.size();
  }
}
