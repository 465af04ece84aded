package io.sluice.server.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.server.OidcSpec.RoleName;
import io.sluice.pipeline.server.OidcSpec.RoleRule;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.Account;
import io.sluice.server.access.Identity;
import io.sluice.server.access.Permission;
import io.sluice.server.access.Role;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.user.Users;
import io.sluice.state.StateDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a provider that signs whatever one tells it to. */
class OidcSignInTest {
  private static final Identity ADMIN = new Identity("root", Map.of("*", Role.ADMIN));
  private static final Caller CALLER = new Caller("10.1.2.3", "Firefox");
  private static final List<RoleRule> RULES =
      List.of(
          new RoleRule("shop-team", RoleName.OPERATOR, "shop"),
          new RoleRule("platform", RoleName.ADMIN, "*"));
  private static final MockOAuth2Server PROVIDER = new MockOAuth2Server();

  @TempDir private Path folder;
  private final SecureRandom random = new SecureRandom();
  private final Browser browser = new Browser();
  private StateDatabase state;
  private Users users;
  private Sessions sessions;
  private OidcSignIn signIn;

  @BeforeAll
  static void start() {
    PROVIDER.start();
  }

  @AfterAll
  static void stop() {
    PROVIDER.shutdown();
  }

  @BeforeEach
  void begin() {
    state = StateDatabase.open(folder, Clock.systemUTC());
    users = new Users(state, Clock.systemUTC(), random);
    sessions = new Sessions(state, Clock.systemUTC(), random, AccessSettings.usual());
    signIn = signIn(PROVIDER.issuerUrl("main").toString(), Optional.of("s3cret"));
  }

  @AfterEach
  void end() {
    state.close();
  }

  private OidcSignIn signIn(String issuer, Optional<String> secret) {
    return new OidcSignIn(
        new OidcSettings(
            issuer,
            "sluice",
            secret,
            List.of("openid", "email"),
            Optional.empty(),
            ClaimRoles.of("groups", RULES),
            URI.create("https://sluice.example.com"),
            Optional.empty()),
        users,
        sessions,
        random,
        Clock.systemUTC());
  }

  /** What the provider says of whoever comes next. */
  private static void next(String subject, Map<String, Object> claims) {
    PROVIDER.enqueueCallback(
        new DefaultOAuth2TokenCallback("main", subject, "JWT", List.of("sluice"), claims, 300));
  }

  private static Map<String, Object> ann(String... groups) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("email", "ann@example.com");
    claims.put("groups", List.of(groups));
    return claims;
  }

  private OidcSignIn.Arrival come() throws Exception {
    OidcSignIn.Departure departure = signIn.begin("/pipelines");
    URI back = browser.visit(departure.to());
    assertThat(back.toString()).startsWith("https://sluice.example.com/auth/oidc/callback?");
    return signIn.finish(Browser.query(back), departure.cookie(), CALLER, null);
  }

  @Test
  void who_the_provider_knows_is_signed_in_with_the_roles_of_their_groups() throws Exception {
    next("1", ann("shop-team", "chess-club"));

    OidcSignIn.Arrival arrival = come();

    Identity identity = sessions.recognise(arrival.opened().cookie()).orElseThrow().identity();
    assertThat(arrival.returnTo()).isEqualTo("/pipelines");
    assertThat(identity.name()).isEqualTo("ann@example.com");
    assertThat(identity.may(Permission.OPERATE, "shop")).isTrue();
    assertThat(identity.may(Permission.SEE, "finance")).isFalse();
    assertThat(users.list())
        .singleElement()
        .satisfies(user -> assertThat(user.subject()).isEqualTo("1"));
  }

  @Test
  void a_client_without_a_secret_signs_in_by_its_proof_alone() throws Exception {
    signIn = signIn(PROVIDER.issuerUrl("main").toString(), Optional.empty());
    next("1", ann("platform"));

    assertThat(come().opened().session().identity().mayEverywhere(Permission.ADMINISTER)).isTrue();
  }

  @Test
  void who_is_in_no_group_that_counts_is_told_so_and_remembered() throws Exception {
    next("2", ann("chess-club"));

    assertThatThrownBy(this::come)
        .isInstanceOfSatisfying(
            OidcException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(OidcException.Kind.REFUSED);
              assertThat(e).hasMessage("ann@example.com may do nothing on this server");
              assertThat(e.hint()).contains("server.oidc.roles");
            });

    Account ann = users.list().get(0);
    users.give(ADMIN, ann.id(), Map.of("shop", Role.VIEWER), "by hand");
    next("2", ann("chess-club"));
    assertThat(come().opened().session().identity().grants())
        .isEqualTo(Map.of("shop", Role.VIEWER));
  }

  @Test
  void who_is_blocked_here_stays_out_whatever_the_provider_says() throws Exception {
    next("1", ann("platform"));
    String cookie = come().opened().cookie();
    users.block(ADMIN, users.list().get(0).id(), "left");

    assertThat(sessions.recognise(cookie)).isEmpty();
    next("1", ann("platform"));
    assertThatThrownBy(this::come).hasMessageContaining("was blocked");
  }

  @ParameterizedTest
  @CsvSource({"nonce, somebody else's", "aud, another-client", "iss, https://evil.example.com"})
  void what_was_signed_for_something_else_is_refused(String claim, String value) throws Exception {
    Map<String, Object> claims = ann("platform");
    claims.put(claim, claim.equals("aud") ? List.of(value) : value);
    next("1", claims);

    assertThatThrownBy(this::come)
        .isInstanceOfSatisfying(
            OidcException.class, e -> assertThat(e.kind()).isEqualTo(OidcException.Kind.INVALID));
    assertThat(users.list()).isEmpty();
  }

  @Test
  void what_began_in_another_browser_does_not_end_in_this_one() throws Exception {
    OidcSignIn.Departure mallory = signIn.begin("/");
    OidcSignIn.Departure ann = signIn.begin("/");
    Map<String, List<String>> back = Browser.query(browser.visit(mallory.to()));

    for (String cookie : new String[] {ann.cookie(), null, "nonsense"}) {
      assertThatThrownBy(() -> signIn.finish(back, cookie, CALLER, null))
          .isInstanceOfSatisfying(
              OidcException.class, e -> assertThat(e.kind()).isEqualTo(OidcException.Kind.INVALID));
    }
    assertThat(sessions.all()).isEmpty();
  }

  @Test
  void a_code_of_another_flow_does_not_come_with_this_ones_proof() throws Exception {
    OidcSignIn.Departure mallory = signIn.begin("/");
    OidcSignIn.Departure ann = signIn.begin("/");
    Map<String, List<String>> stolen = Browser.query(browser.visit(mallory.to()));
    Map<String, List<String>> back = new HashMap<>(Browser.query(browser.visit(ann.to())));
    back.put("code", stolen.getOrDefault("code", List.of()));
    next("1", ann("platform"));

    assertThatThrownBy(() -> signIn.finish(back, ann.cookie(), CALLER, null))
        .isInstanceOf(OidcException.class);
    assertThat(sessions.all()).isEmpty();
  }

  @Test
  void what_the_provider_refused_is_told_by_its_code_alone() {
    OidcSignIn.Departure departure = signIn.begin("/");
    String state = Browser.value(departure.to(), "state");

    assertThatThrownBy(
            () ->
                signIn.finish(
                    Map.of(
                        "error", List.of("access_denied"),
                        "error_description", List.of("<script>alert(1)</script>"),
                        "state", List.of(state)),
                    departure.cookie(),
                    CALLER,
                    null))
        .isInstanceOf(OidcException.class)
        .hasMessage("The provider let nobody in (access_denied)");
  }

  @Test
  void an_answer_without_anything_is_none() {
    OidcSignIn.Departure departure = signIn.begin("/");
    String state = Browser.value(departure.to(), "state");

    for (Map<String, List<String>> query :
        List.of(
            Map.<String, List<String>>of(),
            Map.of("state", List.of(state)),
            Map.of("code", List.of("x")),
            Map.of("state", List.of(state), "id_token", List.of("x.y.z")))) {
      assertThatThrownBy(() -> signIn.finish(query, departure.cookie(), CALLER, null))
          .isInstanceOf(OidcException.class);
    }
  }

  @Test
  void the_browser_is_sent_to_the_provider_with_a_proof_that_only_it_can_finish() {
    Map<String, List<String>> asked = Browser.query(signIn.begin("/").to());

    assertThat(asked)
        .containsEntry("response_type", List.of("code"))
        .containsEntry("client_id", List.of("sluice"))
        .containsEntry("code_challenge_method", List.of("S256"))
        .containsEntry("scope", List.of("openid email"))
        .containsKeys("state", "nonce", "code_challenge");
    assertThat(asked).doesNotContainKey("client_secret");
  }

  @Test
  void who_signs_out_is_sent_to_the_provider_to_be_forgotten_there_as_well() {
    URI out = signIn.signOut().orElseThrow();

    assertThat(out.getPath()).endsWith("/endsession");
    assertThat(Browser.query(out))
        .containsEntry("client_id", List.of("sluice"))
        .containsEntry("post_logout_redirect_uri", List.of("https://sluice.example.com/"));
  }
}
