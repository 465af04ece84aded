package io.sluice.server.console;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.Role;
import io.sluice.state.history.Audit;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page that looks into a stream, as people use it. */
class RecordRoutesTest extends ConsoleBed {
  private static final String PAGE = "/pipelines/shop-running/records";
  private static final String MAIL = "jane@example.org";
  private static final String HOSTILE = "</table><script>alert('x')</script>";

  @Test
  void records_come_while_one_looks_and_one_that_is_opened_shows_its_change() {
    String session = signedIn(Role.OPERATOR);
    Document first = page(get(PAGE, session));
    assertThat(first.selectFirst("[data-waiting]").text()).contains("Nothing has come by here");
    assertThat(first.selectFirst("[data-masks]").text()).contains("masks nothing");
    assertThat(first.select(".tabs [aria-current]").text()).isEqualTo("Records");
    streaming.change("shop-running", 7, MAIL, "new");

    Document list = page(get(PAGE, session));
    Element row = list.selectFirst("[data-record]");
    assertThat(row.text()).contains("7", "update", "orders", "note=new", "into warehouse");

    Document opened = page(get(row.selectFirst("a").attr("href"), session));
    Element changed = opened.selectFirst("[data-opened] .is-changed");
    assertThat(changed.select("th").text()).isEqualTo("note");
    assertThat(changed.select("td.record-cell .text").eachText()).containsExactly("old", "new");
    assertThat(changed.selectFirst(".sign").text()).as("not by colour alone").contains("changed");
    assertThat(opened.select(".record-steps b").eachText()).containsExactly("Source", "warehouse");
    assertThat(opened.select("tr[aria-current] [data-record], tr[aria-current]")).isNotEmpty();
  }

  @Test
  void an_update_whose_source_does_not_tell_the_row_before_is_no_row_of_new_fields() {
    String session = signedIn(Role.OPERATOR);
    get(PAGE, session);
    Map<String, @Nullable Object> event = ordered("op", "u", "before", null);
    event.put("after", ordered("id", 1, "note", "new"));
    streaming.flow("shop-running", plain("k", event));

    Document list = page(get(PAGE, session));
    Document opened = page(get(list.selectFirst("[data-record] a").attr("href"), session));
    assertThat(opened.select("[data-opened] .is-added, [data-opened] .is-changed")).isEmpty();
    assertThat(opened.selectFirst("[data-opened]").text())
        .contains("does not tell the one before", "note");
  }

  @Test
  void what_a_stage_made_of_a_record_is_a_difference_and_masked_before_it_as_well() {
    streaming.mask("email");
    String session = signedIn(Role.OPERATOR);
    get(PAGE, session);
    streaming.flow("shop-running", plain("k", ordered("email", MAIL, "id", 1)));

    Document list = page(get(PAGE + "?stage=transform:hide", session));
    assertThat(list.selectFirst("[data-masks]").text())
        .contains("What the transform hide masks is hidden");
    HttpResponse<String> opened = get(list.selectFirst("[data-record] a").attr("href"), session);

    assertThat(opened.body()).doesNotContain(MAIL);
    Element value = cell(page(opened), "email");
    assertThat(value.selectFirst(".text").text()).isEqualTo("gone");
    assertThat(value.selectFirst(".note").text()).isEqualTo("masked");
  }

  @Test
  void null_an_absent_field_an_empty_text_bytes_and_big_numbers_are_told_apart() {
    String session = signedIn(Role.OPERATOR);
    get(PAGE, session);
    Map<String, @Nullable Object> row = ordered("nothing", null, "empty", "");
    row.put("blob", new byte[] {1, 2, 3});
    row.put("big", new BigDecimal("123456789012345678901234567890.50"));
    row.put("lines", List.of(Map.of("price", 3)));
    row.put("spaces", "a  b\n c");
    streaming.flow("shop-running", plain("k", row));

    Document list = page(get(PAGE, session));
    Document page = page(get(list.selectFirst("[data-record] a").attr("href"), session));

    assertThat(cell(page, "nothing").className()).contains("none");
    assertThat(cell(page, "nothing").text()).isEqualTo("null");
    assertThat(cell(page, "empty").text()).isEqualTo("empty text");
    assertThat(cell(page, "blob").text()).contains("AQID", "base64 of 3 B");
    assertThat(cell(page, "big").text()).isEqualTo("123456789012345678901234567890.50");
    assertThat(cell(page, "lines[0].price").text()).isEqualTo("3");
    assertThat(cell(page, "spaces").selectFirst(".text").wholeText()).isEqualTo("a  b\n c");
  }

  @Test
  void values_that_are_markup_are_text_wherever_they_stand() {
    String session = signedIn(Role.OPERATOR);
    get(PAGE, session);
    streaming.flow("shop-running", plain(HOSTILE, ordered(HOSTILE, HOSTILE, "x", "y")));
    String csrf = csrf(session);

    Document list = page(get(PAGE, session));
    HttpResponse<String> opened = get(list.selectFirst("[data-record] a").attr("href"), session);
    HttpResponse<String> followed =
        get(location(post(PAGE, session, Map.of("csrf", csrf, "key", "\"><script>"))), session);

    for (HttpResponse<String> answer : List.of(opened, followed)) {
      assertThat(page(answer).select("script")).allMatch(one -> one.data().isEmpty());
      assertThat(answer.body()).doesNotContain("<script>alert");
    }
    assertThat(page(opened).selectFirst("[data-opened] h2").text()).contains("</table><script>");
    assertThat(page(followed).selectFirst("#key").val()).isEqualTo("\"><script>");
  }

  @Test
  void a_key_is_followed_without_standing_in_an_address_or_in_the_audit_log() {
    String session = signedIn(Role.OPERATOR);

    HttpResponse<String> begun =
        post(PAGE, session, Map.of("csrf", csrf(session), "key", "4711", "stage", "source"));
    streaming.change("shop-running", 4711, null, "mine");
    streaming.change("shop-running", 4712, null, "another's");
    Document page = page(get(location(begun), session));

    assertThat(begun.statusCode()).isEqualTo(303);
    assertThat(location(begun)).startsWith(PAGE + "?follow=").doesNotContain("4711");
    assertThat(page.select("[data-record]")).hasSize(1);
    assertThat(page.selectFirst("#key").val()).isEqualTo("4711");
    List<Audit.Entry> entries = state.audit().list("shop-running", 10);
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).after()).contains("key_hash").doesNotContain("4711");

    Document gone = page(get(PAGE + "?follow=000000", session));
    assertThat(gone.selectFirst("[data-refused]").text())
        .contains("has ended", "Type the key again");
  }

  @Test
  void a_page_that_is_open_writes_one_entry_and_one_that_is_held_shows_nothing_new() {
    String session = signedIn(Role.OPERATOR);
    for (int i = 0; i < 3; i++) {
      get(PAGE, session);
    }
    streaming.change("shop-running", 1, null, "a");

    Document held = page(get(PAGE + "?hold=true", session));
    streaming.change("shop-running", 2, null, "b");
    assertThat(page(get(PAGE + "?hold=true", session)).select("[data-record]")).hasSize(1);
    assertThat(held.selectFirst("[data-hold]").text()).isEqualTo("Go on");

    get(held.selectFirst("[data-hold]").attr("href"), session);
    streaming.change("shop-running", 3, null, "c");
    assertThat(page(get(PAGE, session)).select("[data-record]")).hasSize(2);
    assertThat(state.audit().list("shop-running", 10)).hasSize(1);
  }

  @Test
  void who_may_not_look_at_records_has_no_tab_and_no_page() {
    String viewer = signedIn(Role.VIEWER);

    assertThat(get(PAGE, viewer).statusCode()).isEqualTo(403);
    assertThat(page(get("/pipelines/shop-running", viewer)).select(".tabs a").eachText())
        .isNotEmpty()
        .doesNotContain("Records");
    assertThat(state.audit().list("shop-running", 10)).isEmpty();
  }

  @Test
  void one_that_is_kept_no_more_is_said_to_be() {
    String session = signedIn(Role.OPERATOR);

    Document page = page(get(PAGE + "?record=5&stage=nonsense", session));

    assertThat(page.select("[data-opened]")).isEmpty();
    assertThat(page.text()).contains("kept no more");
    assertThat(state.audit().list("shop-running", 1).get(0).after()).isEqualTo("{}");
  }

  private static Element cell(Document page, String path) {
    return page.select("[data-opened] table.record-fields tbody tr").stream()
        .filter(row -> requireNonNull(row.selectFirst("th")).text().equals(path))
        .map(row -> requireNonNull(row.selectFirst("td.record-cell")))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, @Nullable Object> ordered(
      String first, @Nullable Object one, String second, @Nullable Object two) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, two);
    return map;
  }

  private static SourceRecord plain(String key, Map<String, ?> value) {
    return new SourceRecord(Map.of(), Map.of("at", 1), "orders", null, key, null, value);
  }
}
