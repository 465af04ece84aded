package io.sluice.server.console;

import static io.sluice.server.schema.SchemaDesks.BROKEN;
import static io.sluice.server.schema.SchemaDesks.FIRST;
import static io.sluice.server.schema.SchemaDesks.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.server.access.Role;
import io.sluice.server.schema.SchemaDesks;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of schemas, over HTTP, with the registry in the state behind them. */
@Timeout(120)
class SchemaPagesTest extends ConsoleBed {
  private static final String SUBJECT = "shop.orders-value";

  @Test
  void without_a_schema_it_is_told_how_there_will_be_one() {
    Document page = page(get("/schemas", signedIn(Role.VIEWER)));

    assertThat(page.selectFirst("[data-empty]").text()).contains("schema:", "registry:");
    assertThat(page.selectFirst("[aria-current=page]").text()).isEqualTo("Schemas");
  }

  @Test
  void subjects_are_listed_found_and_lead_to_their_pages() {
    SchemaDesks.register(state, SUBJECT, FIRST, SECOND);
    SchemaDesks.register(state, "a/b c&d", FIRST);
    SchemaDesks.decide(state, clock, "shop-running", SUBJECT, Kind.STOPPED);
    String session = signedIn(Role.VIEWER);

    Document list = page(get("/schemas", session));
    Document found = page(get("/schemas?q=shop-run", session));

    assertThat(list.select("[data-subject]").eachAttr("data-subject"))
        .containsExactly("a/b c&d", SUBJECT);
    assertThat(list.selectFirst("[data-decision]").text())
        .contains("shop-running stopped", "What to do", "total is new and has no default <b>");
    assertThat(found.select("[data-subject]").eachAttr("data-subject")).containsExactly(SUBJECT);
    for (String address : list.select("[data-subject] th a").eachAttr("href")) {
      assertThat(get(address, session).statusCode()).as(address).isEqualTo(200);
    }
  }

  @Test
  void a_subject_shows_text_difference_and_what_it_means() {
    SchemaDesks.register(state, SUBJECT, FIRST, SECOND);
    SchemaDesks.decide(state, clock, "shop-running", SUBJECT, Kind.DEAD_LETTER);
    String session = signedIn(Role.VIEWER);

    Document page = page(get("/schemas/subject?subject=" + SUBJECT, session));

    assertThat(page.selectFirst("#version-title").text()).contains("Version 2", "ann");
    assertThat(page.selectFirst("[data-text]").text()).contains("\"note\"");
    assertThat(page.select("[data-change]").eachAttr("data-change")).containsExactly("added");
    assertThat(page.selectFirst("[data-change]").text()).contains("Order.note");
    assertThat(page.select("[data-direction].good").eachAttr("data-direction"))
        .containsExactly("backward", "forward");
    assertThat(page.selectFirst("pre.diff").text()).contains("+", "note");
    assertThat(page.select("[data-decision]")).hasSize(1);
    Document first = page(get("/schemas/subject?subject=" + SUBJECT + "&version=1", session));
    assertThat(first.selectFirst("[data-text]").text()).doesNotContain("note");
    assertThat(first.select("[data-change]")).isEmpty();
    Document back = page(get("/schemas/subject?subject=" + SUBJECT + "&version=1&from=2", session));
    assertThat(back.select("[data-change]").eachAttr("data-change")).containsExactly("removed");
  }

  @Test
  void a_draft_is_judged_and_what_was_typed_stays() {
    SchemaDesks.register(state, SUBJECT, FIRST, SECOND);
    String session = signedIn(Role.VIEWER);
    String hostile = BROKEN.replace("total", "total</textarea><b>");

    Document broken = draft(session, BROKEN);
    Document invalid = draft(session, hostile);

    assertThat(broken.selectFirst("[data-verdict]").text())
        .contains("cannot be the next version", "READER_FIELD_MISSING_DEFAULT_VALUE", "version 2");
    assertThat(broken.selectFirst("#schema").text()).isEqualTo(BROKEN);
    assertThat(invalid.selectFirst("[data-verdict]").text()).contains("cannot be judged");
    assertThat(invalid.selectFirst("#schema").wholeText()).isEqualTo(hostile);
    assertThat(draft(session, SECOND).selectFirst("[data-verdict]").text())
        .contains("version 2 already");
    Document after = page(get("/schemas/subject?subject=" + SUBJECT, session));
    assertThat(after.selectFirst("#version-title").text()).contains("Version 2");
  }

  private Document draft(String session, String schema) {
    HttpResponse<String> answer =
        post(
            "/schemas/check",
            session,
            Map.of("csrf", csrf(session), "subject", SUBJECT, "type", "AVRO", "schema", schema));
    assertThat(answer.statusCode()).isEqualTo(200);
    return page(answer);
  }

  @Test
  void names_and_texts_that_are_markup_are_shown_as_they_are() {
    String name = "<img src=x onerror=alert(1)>-value";
    SchemaDesks.register(
        state, name, FIRST.replace("\"fields\"", "\"doc\":\"<script>\",\"fields\""));
    String session = signedIn(Role.VIEWER);

    Document list = page(get("/schemas", session));
    Document page = page(get(list.selectFirst("[data-subject] th a").attr("href"), session));

    assertThat(list.select("main img")).isEmpty();
    assertThat(page.selectFirst("h1").text()).isEqualTo(name);
    assertThat(page.select("main script, main img")).isEmpty();
    assertThat(page.selectFirst("[data-text]").text()).contains("<script>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/schemas/subject?subject=nothing",
        "/schemas/subject?subject=s&version=9",
        "/schemas/subject?subject=s&version=x"
      })
  void what_is_not_there_is_a_page_that_says_so(String path) {
    SchemaDesks.register(state, "s", FIRST);

    HttpResponse<String> answer = get(path, signedIn(Role.VIEWER));

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(page(answer).selectFirst("[data-error]")).isNotNull();
  }

  @Test
  void a_version_that_is_held_against_one_that_is_not_there_is_shown_all_the_same() {
    SchemaDesks.register(state, "s", FIRST);

    Document page = page(get("/schemas/subject?subject=s&from=7", signedIn(Role.VIEWER)));

    assertThat(page.selectFirst("[data-refused]").text()).contains("no version 7");
    assertThat(page.selectFirst("[data-text]").text()).contains("Order");
  }

  @Test
  void who_sees_one_namespace_sees_no_schemas() {
    String session = signedIn(Map.of("finance", Role.ADMIN));

    assertThat(get("/schemas", session).statusCode()).isEqualTo(403);
    assertThat(page(get("/", session)).select("[data-place=schemas]")).isEmpty();
  }
}
