package io.sluice.server.access.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.Account;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Role;
import io.sluice.server.access.Where;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Where.class)
class UsersTest {
  private static final String IDP = "https://idp.example.com";
  private static final Identity ADMIN = new Identity("root", Map.of("*", Role.ADMIN));
  private static final Identity SHOP_ADMIN = new Identity("eve", Map.of("shop", Role.ADMIN));

  private final Where where;
  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.parse("2026-03-01T12:00:00Z"));
  private Where.Place place;
  private Storage storage;
  private Users users;

  UsersTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void begin() {
    place = where.in(folder, clock);
    storage = place.open();
    users = new Users(storage, clock, new SecureRandom());
  }

  @AfterEach
  void end() {
    storage.close();
    place.close();
  }

  @Test
  void somebody_is_known_by_what_the_provider_knows_them_by_and_not_by_a_name() {
    String id = users.arrived(IDP, "1", "ann@x", Map.of()).id();
    clock.advance(Duration.ofDays(1));

    Account later = users.arrived(IDP, "1", "ann@married.x", Map.of());
    Account namesake = users.arrived(IDP, "2", "ann@x", Map.of());
    Account elsewhere = users.arrived("https://other", "1", "ann@x", Map.of());

    assertThat(later.id()).isEqualTo(id);
    assertThat(later.name()).isEqualTo("ann@married.x");
    assertThat(later.firstAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(later.seenAt()).isEqualTo(Instant.parse("2026-03-02T12:00:00Z"));
    assertThat(namesake.id()).isNotEqualTo(id);
    assertThat(elsewhere.name()).isEqualTo("ann@x (" + elsewhere.id() + ")");
  }

  @Test
  void nobody_passes_for_somebody_else_by_a_name_of_their_choice() {
    users.arrived(IDP, "1", "ann@x", Map.of());

    Account impostor = users.arrived(IDP, "2", "ann@x", Map.of());

    assertThat(impostor.name()).isEqualTo("ann@x (" + impostor.id() + ")");
    assertThat(users.arrived(IDP, "2", "ann@x", Map.of()).name()).isEqualTo(impostor.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token:admin",
        "command line",
        "folder",
        "Server",
        "",
        " ann",
        "a\nb",
        "a\u202eb",
        "a\u0000b",
        "<script>"
      })
  void what_is_no_name_of_a_person_is_none(String name) {
    assertThat(users.arrived(IDP, "subject-1", name, Map.of()).name()).isEqualTo("subject-1");
  }

  @Test
  void what_is_given_by_hand_stays_beside_what_the_claims_give() {
    String id = users.arrived(IDP, "1", "ann@x", Map.of("shop", Role.VIEWER)).id();

    users.give(ADMIN, id, Map.of("finance", Role.EDITOR, "shop", Role.OPERATOR), "on call");

    Account after = users.arrived(IDP, "1", "ann@x", Map.of("shop", Role.EDITOR));
    assertThat(after.grants()).isEqualTo(Map.of("shop", Role.EDITOR, "finance", Role.EDITOR));
    assertThat(after.byHand()).isEqualTo(Map.of("shop", Role.OPERATOR, "finance", Role.EDITOR));
    assertThat(users.arrived(IDP, "1", "ann@x", Map.of()).grants())
        .isEqualTo(Map.of("shop", Role.OPERATOR, "finance", Role.EDITOR));
  }

  @Test
  void who_administers_no_more_than_a_namespace_does_not_touch_users() {
    String id = users.arrived(IDP, "1", "ann@x", Map.of()).id();

    assertThatThrownBy(() -> users.block(SHOP_ADMIN, id, "")).isInstanceOf(AccessRefusal.class);
    assertThatThrownBy(() -> users.give(SHOP_ADMIN, id, Map.of("shop", Role.VIEWER), ""))
        .isInstanceOf(AccessRefusal.class);
    assertThatThrownBy(() -> users.block(ADMIN, "nobody", "")).isInstanceOf(AccessRefusal.class);
  }

  @Test
  void who_is_blocked_stays_so_until_somebody_lets_them_in() {
    String id = users.arrived(IDP, "1", "ann@x", Map.of("*", Role.VIEWER)).id();
    users.block(ADMIN, id, "left");

    Account blocked = users.arrived(IDP, "1", "ann@x", Map.of("*", Role.VIEWER));
    assertThat(blocked.isBlocked()).isTrue();
    assertThat(blocked.blockedBy()).isEqualTo("root");

    assertThat(users.unblock(ADMIN, id, "back").isBlocked()).isFalse();
    assertThat(Where.audit(storage))
        .anyMatch(entry -> entry.startsWith("root user.block ") && entry.endsWith(" left"))
        .anyMatch(entry -> entry.startsWith("root user.unblock ") && entry.endsWith(" back"));
  }

  @Test
  void of_who_may_do_nothing_the_last_are_remembered() {
    users = new Users(storage, clock, new SecureRandom(), 10);
    String blocked = users.arrived(IDP, "blocked", "blocked", Map.of()).id();
    users.block(ADMIN, blocked, "");
    users.arrived(IDP, "member", "member", Map.of("*", Role.VIEWER));
    for (int i = 0; i <= 10; i++) {
      clock.advance(Duration.ofSeconds(1));
      users.arrived(IDP, "stranger" + i, "stranger" + i, Map.of());
    }

    assertThat(users.list())
        .hasSize(12)
        .extracting(Account::name)
        .contains("blocked", "member", "stranger1", "stranger10")
        .doesNotContain("stranger0");
  }
}
