package io.sluice.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.Account;
import io.sluice.server.access.Role;
import io.sluice.state.history.Audit;
import io.sluice.state.history.AuditAction;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may come in, and what they changed, as an administrator sees and changes it. */
@Timeout(120)
class AccessPagesTest extends ConsoleBed {
  @Test
  void a_session_is_ended_and_its_cookie_is_worth_nothing_then() {
    String viewer = signedIn(Role.VIEWER);
    clock.advance(Duration.ofMinutes(1));
    String admin = signedInAs("boss", Role.ADMIN);
    Document page = page(get("/tokens", admin));
    Element row =
        page.select("[data-session]").stream()
            .filter(one -> one.selectFirst("th").text().equals("token:t"))
            .findFirst()
            .orElseThrow();

    HttpResponse<String> done =
        post(row.selectFirst("form").attr("action"), admin, Map.of("csrf", csrf(admin)));

    assertThat(location(done)).isEqualTo("/tokens");
    assertThat(get("/", viewer).statusCode()).isEqualTo(303);
    assertThat(get("/", admin).statusCode()).isEqualTo(200);
    assertThat(page(get("/tokens", admin)).select("[data-session]")).hasSize(1);
    assertThat(state.audit().list("", 1).get(0).action()).isEqualTo("session.end");
  }

  @Test
  void a_person_is_given_roles_kept_out_and_let_in_again() {
    Account ann = entrance.users().arrived("https://idp.example", "7", "ann", Map.of());
    String admin = signedInAs("boss", Role.ADMIN);
    String of = "/users/" + ann.id();

    Element row = page(get("/tokens", admin)).selectFirst("[data-person]");
    assertThat(row.selectFirst("th").text()).startsWith("ann https://idp.example");
    assertThat(row.text()).contains("nothing");
    post(of + "/grants", admin, Map.of("csrf", csrf(admin), "grants", "viewer, operator@sales"));
    assertThat(user().byHand()).isEqualTo(Map.of("*", Role.VIEWER, "sales", Role.OPERATOR));
    assertThat(page(get("/tokens", admin)).selectFirst("[data-person] input[name=grants]").val())
        .isEqualTo("viewer, operator@sales");
    post(of + "/block", admin, Map.of("csrf", csrf(admin)));
    assertThat(user().isBlocked()).isTrue();
    assertThat(page(get("/tokens", admin)).selectFirst("[data-person] .chip").text())
        .isEqualTo("blocked by token:boss");
    post(of + "/unblock", admin, Map.of("csrf", csrf(admin)));
    assertThat(user().isBlocked()).isFalse();
    post(of + "/grants", admin, Map.of("csrf", csrf(admin), "grants", ""));
    assertThat(user().byHand()).isEmpty();
    assertThat(state.audit().list("", 5))
        .extracting(Audit.Entry::action)
        .contains("user.give", "user.block", "user.unblock");
  }

  @Test
  void what_is_refused_is_told_on_the_page() {
    Account ann = entrance.users().arrived("https://idp.example", "7", "ann", Map.of());
    String admin = signedInAs("boss", Role.ADMIN);

    HttpResponse<String> refused =
        post(
            "/users/" + ann.id() + "/grants", admin, Map.of("csrf", csrf(admin), "grants", "king"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(page(refused).selectFirst("[data-refused]").text()).contains("A role is one of");
    assertThat(user().byHand()).isEmpty();
    assertThat(post("/sessions/none/end", admin, Map.of("csrf", csrf(admin))).statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/sessions/x/end",
        "/users/x/grants",
        "/users/x/block",
        "/users/x/unblock",
        "/tokens/x/revoke"
      })
  void nobody_else_changes_who_may_come(String path) {
    String editor = signedIn(Role.EDITOR);
    String admin = signedInAs("boss", Role.ADMIN);

    assertThat(post(path, editor, Map.of("csrf", csrf(editor))).statusCode()).isEqualTo(403);
    assertThat(post(path, admin, Map.of()).statusCode()).as("without the form").isEqualTo(403);
  }

  @Test
  void the_audit_log_is_searched_and_leafed_through() {
    for (int i = 0; i < 130; i++) {
      state
          .audit()
          .add(i % 2 == 0 ? "ann" : "bob", AuditAction.PIPELINE_STOP, "orders", "", "", "r" + i);
    }
    String admin = signedInAs("boss", Role.ADMIN);

    Document first = page(get("/audit?action=pipeline", admin));
    assertThat(first.select("[data-table=audit] tbody tr")).hasSize(100);
    Document second = page(get(first.selectFirst("a[href*=before]").attr("href"), admin));

    assertThat(second.select("[data-table=audit] tbody tr")).hasSize(30);
    assertThat(second.select("a[href*=before]")).isEmpty();
    assertThat(second.text()).contains("r0").doesNotContain("r129");
    Document bob = page(get("/audit?who=bob&pipeline=orders", admin));
    assertThat(bob.select("[data-table=audit] tbody tr")).hasSize(65);
    assertThat(bob.selectFirst("[data-copy-text]").text())
        .isEqualTo("sluice audit ls --who bob --pipeline orders");
    assertThat(page(get("/audit?who=nobody", admin)).selectFirst("[data-empty]").text())
        .contains("Nothing fits");
    assertThat(get("/audit?from=yesterday", admin).statusCode()).isEqualTo(400);
  }

  @Test
  void lines_of_the_log_are_asked_for_as_the_address_says() {
    String viewer = signedIn(Role.VIEWER);

    Document page =
        page(
            get(
                "/pipelines/shop-running/log?level=WARN&q=a%20b&until=2026-11-22T10:00:00Z",
                viewer));

    assertThat(page.selectFirst(".log").text())
        .contains("level=WARN", "text=a b", "2026-11-22T10:00:00Z");
    assertThat(page.selectFirst("#level option[selected]").val()).isEqualTo("WARN");
    assertThat(page.selectFirst("body").hasAttr("data-live")).as("what is older stays").isFalse();
    assertThat(page(get("/pipelines/shop-running/log", viewer)).selectFirst("body"))
        .matches(body -> body.hasAttr("data-live"));
    assertThat(get("/pipelines/shop-running/log?level=LOUD", viewer).statusCode()).isEqualTo(400);
  }

  private Account user() {
    List<Account> users = entrance.users().list();
    assertThat(users).hasSize(1);
    return users.get(0);
  }
}
