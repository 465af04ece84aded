package io.sluice.server.access.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.Holder;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Role;
import io.sluice.server.access.Session;
import io.sluice.server.access.Where;
import io.sluice.server.access.token.Tokens;
import io.sluice.server.access.user.Users;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Where.class)
class SessionsTest {
  private static final Identity ADMIN = new Identity("root", Map.of("*", Role.ADMIN));
  private static final Caller CALLER = new Caller("10.1.2.3", "Firefox");

  private final Where where;
  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.parse("2026-03-01T12:00:30Z"));
  private final SecureRandom random = new SecureRandom();
  private Where.Place place;
  private Storage storage;
  private Tokens tokens;
  private Users users;
  private Sessions sessions;

  SessionsTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void begin() {
    place = where.in(folder, clock);
    storage = place.open();
    tokens = new Tokens(storage, clock, random, AccessSettings.usual());
    users = new Users(storage, clock, random);
    sessions = on(storage);
  }

  private Sessions on(Storage state) {
    return new Sessions(state, clock, random, AccessSettings.usual());
  }

  @AfterEach
  void end() {
    storage.close();
    place.close();
  }

  private Holder token(String name, Role role) {
    return Holder.token(tokens.make(ADMIN, name, Map.of("*", role), null, "").token().id());
  }

  @Test
  void who_is_signed_in_is_who_the_token_is_also_at_another_server_and_after_a_restart() {
    String cookie = sessions.open(token("ann", Role.EDITOR), CALLER, null).cookie();

    try (Storage second = place.open()) {
      Session session = on(second).recognise(cookie).orElseThrow();

      assertThat(session.identity().name()).isEqualTo("token:ann");
      assertThat(session.identity().mayEverywhere(Permission.EDIT)).isTrue();
      assertThat(session.identity().mayEverywhere(Permission.ADMINISTER)).isFalse();
      assertThat(session.address()).isEqualTo("10.1.2.3");
    }
  }

  @Test
  void nothing_that_opens_a_session_is_stored() {
    Sessions.Opened opened = sessions.open(token("ann", Role.VIEWER), CALLER, null);

    assertThat(Where.dump(storage))
        .contains(opened.session().id())
        .doesNotContain(opened.cookie())
        .doesNotContain(Sessions.formToken(opened.cookie()));
    assertThat(opened.toString()).doesNotContain(opened.cookie());
    assertThat(sessions.recognise(opened.session().id())).isEmpty();
  }

  @Test
  void who_asks_for_nothing_is_signed_out_and_who_does_stays() {
    Holder ann = token("ann", Role.VIEWER);
    String idle = sessions.open(ann, CALLER, null).cookie();
    String busy = sessions.open(ann, CALLER, null).cookie();

    for (int hour = 0; hour < 10; hour++) {
      clock.advance(Duration.ofHours(1));
      assertThat(sessions.recognise(busy)).isPresent();
    }

    assertThat(sessions.recognise(idle)).isEmpty();
    assertThat(sessions.of(ann)).hasSize(1);
  }

  @Test
  void a_page_that_is_open_keeps_nobody_signed_in() {
    String cookie = sessions.open(token("ann", Role.VIEWER), CALLER, null).cookie();

    clock.advance(Duration.ofHours(7));
    assertThat(sessions.recogniseStill(cookie)).isPresent();
    clock.advance(Duration.ofHours(2));

    assertThat(sessions.recogniseStill(cookie)).isEmpty();
    assertThat(sessions.recogniseStill("no cookie of ours")).isEmpty();
  }

  @Test
  void everybody_is_signed_out_after_a_week() {
    String cookie = sessions.open(token("ann", Role.VIEWER), CALLER, null).cookie();

    for (int i = 0; i < 24 * 7 - 1; i++) {
      clock.advance(Duration.ofHours(1));
      assertThat(sessions.recognise(cookie)).isPresent();
    }
    clock.advance(Duration.ofHours(1));

    assertThat(sessions.recognise(cookie)).isEmpty();
  }

  @Test
  void a_session_ends_with_the_token_that_it_came_from() {
    Holder ann = token("ann", Role.VIEWER);
    String cookie = sessions.open(ann, CALLER, null).cookie();
    String other = sessions.open(token("bob", Role.VIEWER), CALLER, null).cookie();

    tokens.revoke(ADMIN, "ann", "");

    assertThat(sessions.recognise(cookie)).isEmpty();
    assertThat(sessions.recognise(other)).isPresent();
    assertThatThrownBy(() -> sessions.open(ann, CALLER, null)).isInstanceOf(AccessRefusal.class);
  }

  @Test
  void a_session_ends_when_its_token_does() {
    Tokens.Made made =
        tokens.make(ADMIN, "short", Map.of("*", Role.VIEWER), Duration.ofMinutes(10), "");
    String cookie = sessions.open(Holder.token(made.token().id()), CALLER, null).cookie();

    clock.advance(Duration.ofMinutes(10));

    assertThat(sessions.recognise(cookie)).isEmpty();
  }

  @Test
  void a_cookie_that_somebody_else_set_is_never_made_good() {
    String planted = "A".repeat(43);
    Holder ann = token("ann", Role.ADMIN);

    Sessions.Opened opened = sessions.open(ann, CALLER, planted);

    assertThat(opened.cookie()).isNotEqualTo(planted);
    assertThat(sessions.recognise(planted)).isEmpty();
  }

  @Test
  void the_session_that_a_browser_had_ends_when_it_signs_in_anew() {
    String before = sessions.open(token("mallory", Role.VIEWER), CALLER, null).cookie();

    String now = sessions.open(token("ann", Role.ADMIN), CALLER, before).cookie();

    assertThat(sessions.recognise(before)).isEmpty();
    assertThat(sessions.recognise(now).orElseThrow().identity().name()).isEqualTo("token:ann");
  }

  @Test
  void the_token_of_forms_is_another_one_for_each_session() {
    Holder ann = token("ann", Role.VIEWER);
    String one = sessions.open(ann, CALLER, null).cookie();
    String other = sessions.open(ann, CALLER, null).cookie();

    assertThat(Sessions.formToken(one))
        .isEqualTo(Sessions.formToken(one))
        .isNotEqualTo(Sessions.formToken(other))
        .doesNotContain(one);
  }

  @Test
  void signing_out_ends_this_session_alone() {
    Holder ann = token("ann", Role.VIEWER);
    String one = sessions.open(ann, CALLER, null).cookie();
    String other = sessions.open(ann, CALLER, null).cookie();

    sessions.close(one);
    sessions.close("nobody's");

    assertThat(sessions.recognise(one)).isEmpty();
    assertThat(sessions.recognise(other)).isPresent();
  }

  @Test
  void one_ends_a_session_of_ones_own_and_no_other() {
    Holder ann = token("ann", Role.VIEWER);
    Sessions.Opened hers = sessions.open(ann, CALLER, null);
    Sessions.Opened his = sessions.open(token("bob", Role.VIEWER), CALLER, null);
    Identity who = hers.session().identity();

    assertThatThrownBy(() -> sessions.end(who, ann, his.session().id(), ""))
        .isInstanceOf(AccessRefusal.class);
    sessions.end(who, ann, hers.session().id(), "");

    assertThat(sessions.recognise(hers.cookie())).isEmpty();
    assertThat(sessions.recognise(his.cookie())).isPresent();
  }

  @Test
  void of_one_holder_there_are_so_many_and_no_more() {
    Holder ann = token("ann", Role.VIEWER);
    String first = sessions.open(ann, CALLER, null).cookie();
    for (int i = 0; i < 50; i++) {
      clock.advance(Duration.ofSeconds(1));
      sessions.open(ann, CALLER, null);
    }

    assertThat(sessions.of(ann)).hasSize(50);
    assertThat(sessions.recognise(first)).isEmpty();
  }

  @Test
  void what_is_taken_from_a_user_is_taken_from_their_session_at_once() {
    String id = users.arrived("https://idp", "1", "ann@x", Map.of("shop", Role.OPERATOR)).id();
    String cookie = sessions.open(Holder.user(id), CALLER, null).cookie();
    assertThat(sessions.recognise(cookie).orElseThrow().identity().name()).isEqualTo("ann@x");

    users.arrived("https://idp", "1", "ann@x", Map.of("shop", Role.OPERATOR));
    assertThat(sessions.recognise(cookie)).as("nothing has changed").isPresent();

    users.arrived("https://idp", "1", "ann@x", Map.of("shop", Role.VIEWER));
    assertThat(sessions.recognise(cookie)).isEmpty();

    String again = sessions.open(Holder.user(id), CALLER, null).cookie();
    users.block(ADMIN, id, "left");
    assertThat(sessions.recognise(again)).isEmpty();
    assertThatThrownBy(() -> sessions.open(Holder.user(id), CALLER, null))
        .isInstanceOf(AccessRefusal.class);
  }

  @Test
  void what_a_browser_says_of_itself_does_nothing_to_a_terminal() {
    Caller caller = new Caller("::1", "\u001b[2Jx\n" + "y".repeat(1_000));

    assertThat(caller.agent()).startsWith("?[2Jx?y").hasSize(200);
  }

  @Test
  void the_audit_log_says_who_came_and_went() {
    Holder ann = token("ann", Role.VIEWER);
    String cookie = sessions.open(ann, CALLER, null).cookie();
    sessions.close(cookie);

    assertThat(Where.audit(storage))
        .anyMatch(entry -> entry.startsWith("token:ann session.open") && entry.contains("10.1.2.3"))
        .anyMatch(entry -> entry.startsWith("token:ann session.close"));
  }
}
