package io.sluice.server.access.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.access.AccessRefusal;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.AccessToken;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Role;
import io.sluice.server.access.Where;
import io.sluice.state.storage.Durability;
import io.sluice.state.storage.Schema;
import io.sluice.state.storage.SqlWork;
import io.sluice.state.storage.StateException;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
class TokensTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:30Z");
  private static final Identity ADMIN = new Identity("root", Map.of("*", Role.ADMIN));
  private static final Identity SHOP_ADMIN = new Identity("ann", Map.of("shop", Role.ADMIN));
  private static final Map<String, Role> VIEWER = Map.of("*", Role.VIEWER);

  private final Where where;
  @TempDir private Path folder;
  private final HandClock clock = new HandClock(NOON);
  private Where.Place place;
  private Storage storage;
  private Tokens tokens;

  TokensTest(Where where) {
    this.where = where;
  }

  @BeforeEach
  void begin() {
    place = where.in(folder, clock);
    storage = place.open();
    tokens = on(storage);
  }

  private Tokens on(Storage state) {
    return new Tokens(state, clock, new SecureRandom(), AccessSettings.usual());
  }

  @AfterEach
  void end() {
    storage.close();
    place.close();
  }

  @Test
  void who_has_a_token_may_what_it_was_given() {
    Tokens.Made made =
        tokens.make(
            ADMIN, "ci", Map.of("shop", Role.OPERATOR, "*", Role.VIEWER), null, "for builds");

    Identity identity = tokens.recognise(made.secret()).orElseThrow().identity();

    assertThat(identity.name()).isEqualTo("token:ci");
    assertThat(identity.may(Permission.OPERATE, "shop")).isTrue();
    assertThat(identity.may(Permission.OPERATE, "finance")).isFalse();
    assertThat(identity.mayEverywhere(Permission.SEE)).isTrue();
  }

  @Test
  void nothing_of_the_secret_is_stored_or_listed_or_logged() {
    Tokens.Made made = tokens.make(ADMIN, "ci", VIEWER, null, "");
    String hidden = made.secret().substring(14);

    assertThat(Where.dump(storage)).contains(made.token().id()).doesNotContain(hidden);
    assertThat(tokens.list().toString()).doesNotContain(hidden);
    assertThat(made.toString()).doesNotContain(hidden);
  }

  @Test
  void a_token_ends_when_it_was_to() {
    Tokens.Made made = tokens.make(ADMIN, "ci", VIEWER, Duration.ofHours(1), "");

    clock.advance(Duration.ofHours(1).minusMillis(1));
    assertThat(tokens.recognise(made.secret())).isPresent();

    clock.advance(Duration.ofMillis(1));
    assertThat(tokens.recognise(made.secret())).isEmpty();
    assertThat(tokens.list().get(0).state(clock.instant())).isEqualTo(AccessToken.State.EXPIRED);
  }

  @Test
  void a_token_of_which_nothing_is_said_is_good_for_ninety_days() {
    assertThat(tokens.make(ADMIN, "ci", VIEWER, null, "").token().expiresAt())
        .isEqualTo(NOON.plus(Duration.ofDays(90)));
  }

  @Test
  void what_is_revoked_at_one_server_is_refused_by_the_next_request_at_another() {
    Tokens.Made made = tokens.make(ADMIN, "ci", VIEWER, null, "");
    try (Storage second = place.open()) {
      Tokens there = on(second);
      assertThat(there.recognise(made.secret())).isPresent();

      tokens.revoke(ADMIN, "ci", "leaked");

      assertThat(there.recognise(made.secret())).isEmpty();
    }
    assertThat(tokens.recognise(made.secret())).isEmpty();
    assertThat(tokens.list().get(0).revokedBy()).isEqualTo("root");
  }

  @Test
  void a_token_of_another_one_s_id_and_its_own_secret_is_nobody_s() {
    String one = tokens.make(ADMIN, "one", VIEWER, null, "").secret();
    String other = tokens.make(ADMIN, "other", Map.of("*", Role.ADMIN), null, "").secret();
    String body = other.substring(0, 14) + one.substring(14, 57);

    String forged = body + TokenText.checksum(body);

    assertThat(TokenText.parse(forged)).isPresent();
    assertThat(tokens.recognise(forged)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "slc_",
        "Bearer x",
        "slc_00000000000000000000000000000000000000000000000000000000000",
        "' or 1=1 --",
        "slc_%"
      })
  void what_is_no_token_is_nobody_s(String text) {
    tokens.make(ADMIN, "ci", VIEWER, null, "");

    assertThat(tokens.recognise(text)).isEmpty();
  }

  @Test
  void a_name_is_taken_as_long_as_its_token_is_good() {
    tokens.make(ADMIN, "ci", VIEWER, Duration.ofDays(1), "");

    assertThatThrownBy(() -> tokens.make(ADMIN, "ci", VIEWER, null, ""))
        .isInstanceOfSatisfying(
            AccessRefusal.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(AccessRefusal.Kind.CONFLICT));

    clock.advance(Duration.ofDays(1));
    tokens.make(ADMIN, "ci", VIEWER, null, "");
    tokens.revoke(ADMIN, "ci", "");
    tokens.make(ADMIN, "ci", VIEWER, null, "");
    assertThat(tokens.list()).hasSize(3);
  }

  @Test
  void who_administers_a_namespace_makes_and_revokes_tokens_for_it_alone() {
    tokens.make(SHOP_ADMIN, "shop-ci", Map.of("shop", Role.ADMIN), null, "");
    tokens.make(ADMIN, "all", VIEWER, null, "");

    for (Map<String, Role> more :
        List.of(VIEWER, Map.of("finance", Role.VIEWER, "shop", Role.VIEWER))) {
      assertThatThrownBy(() -> tokens.make(SHOP_ADMIN, "x", more, null, ""))
          .isInstanceOfSatisfying(
              AccessRefusal.class,
              refusal -> assertThat(refusal.kind()).isEqualTo(AccessRefusal.Kind.FORBIDDEN));
    }
    assertThatThrownBy(() -> tokens.revoke(SHOP_ADMIN, "all", ""))
        .isInstanceOf(AccessRefusal.class);
    tokens.revoke(SHOP_ADMIN, "shop-ci", "");
  }

  @Test
  void a_token_without_a_role_or_a_name_or_that_lasts_too_long_is_not_made() {
    assertThatThrownBy(() -> tokens.make(ADMIN, "ci", Map.of(), null, ""))
        .isInstanceOf(AccessRefusal.class);
    assertThatThrownBy(() -> tokens.make(ADMIN, "Command Line", VIEWER, null, ""))
        .isInstanceOf(AccessRefusal.class);
    assertThatThrownBy(() -> tokens.make(ADMIN, "ci", VIEWER, Duration.ofDays(366), ""))
        .isInstanceOf(AccessRefusal.class);
    assertThatThrownBy(() -> tokens.make(ADMIN, "ci", VIEWER, Duration.ZERO, ""))
        .isInstanceOf(AccessRefusal.class);
    assertThat(tokens.list()).isEmpty();
  }

  @Test
  void the_first_token_is_made_once_and_again_when_nobody_has_one() {
    String secret = tokens.first().orElseThrow().secret();

    assertThat(
            tokens.recognise(secret).orElseThrow().identity().mayEverywhere(Permission.ADMINISTER))
        .isTrue();
    try (Storage second = place.open()) {
      assertThat(on(second).first()).isEmpty();
    }

    clock.advance(Duration.ofDays(90));
    assertThat(tokens.first()).isPresent();
  }

  @Test
  void whoever_sends_unknown_tokens_the_state_is_looked_at_once_in_a_while() {
    AtomicInteger looks = new AtomicInteger();
    AtomicBoolean damaged = new AtomicBoolean();
    Tokens watched =
        on(
            new Probed(
                storage,
                () -> {
                  looks.incrementAndGet();
                  if (damaged.get()) {
                    throw new StateException(StateException.Kind.CORRUPT, "a page is torn");
                  }
                }));
    String unknown = TokenText.make(new SecureRandom()).secret();
    for (int i = 0; i < 100; i++) {
      assertThat(watched.recognise(unknown)).isEmpty();
    }
    assertThat(looks).hasValue(1);

    clock.advance(Duration.ofSeconds(3));
    damaged.set(true);
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> watched.recognise(unknown)).hasMessage("a page is torn");
    }
    assertThat(looks).hasValue(2);

    damaged.set(false);
    clock.advance(Duration.ofSeconds(3));
    assertThat(watched.recognise(unknown)).isEmpty();
  }

  /** A state of which is told when it is looked at. */
  private record Probed(Storage state, Runnable look) implements Storage {
    @Override
    public Dialect dialect() {
      return state.dialect();
    }

    @Override
    public void install(Schema schema) {
      state.install(schema);
    }

    @Override
    public <T> T write(Durability durability, SqlWork<T> work) {
      return state.write(durability, work);
    }

    @Override
    public <T> T read(SqlWork<T> work) {
      return state.read(work);
    }

    @Override
    public void probe() {
      look.run();
    }

    @Override
    public void close() {}
  }

  @Test
  void when_it_was_used_is_known_to_the_minute() {
    Tokens.Made made = tokens.make(ADMIN, "ci", VIEWER, null, "");
    assertThat(tokens.list().get(0).usedAt()).isNull();

    tokens.recognise(made.secret());
    clock.advance(Duration.ofSeconds(29));
    tokens.recognise(made.secret());
    assertThat(tokens.list().get(0).usedAt()).as("not before it was made").isEqualTo(NOON);

    clock.advance(Duration.ofSeconds(1));
    tokens.recognise(made.secret());
    assertThat(tokens.list().get(0).usedAt()).isEqualTo(Instant.parse("2026-03-01T12:01:00Z"));
  }

  @Test
  void those_that_are_over_are_forgotten_after_ninety_days() {
    tokens.make(ADMIN, "old", VIEWER, Duration.ofDays(1), "");
    clock.advance(Duration.ofDays(91).plusSeconds(1));
    tokens.make(ADMIN, "new", VIEWER, null, "");

    assertThat(tokens.list()).extracting(AccessToken::name).containsExactly("new");
    assertThat(Where.dump(storage)).contains("old"); // the audit log has it still
  }

  @Test
  void the_audit_log_says_who_made_and_revoked_what() {
    tokens.make(ADMIN, "ci", Map.of("shop", Role.OPERATOR), null, "for builds");
    tokens.revoke(ADMIN, "ci", "leaked");

    assertThat(Where.audit(storage).get(0))
        .startsWith("root token.make  {")
        .contains("\"name\":\"ci\"", "\"roles\":\"operator@shop\"", "2026-05-30T12:00:30Z")
        .endsWith("} for builds");
    assertThat(Where.audit(storage).get(1)).startsWith("root token.revoke {").endsWith(" leaked");
  }
}
