package io.sluice.server.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import io.sluice.pipeline.server.OidcSpec.RoleName;
import io.sluice.pipeline.server.OidcSpec.RoleRule;
import io.sluice.server.access.AccessSettings;
import io.sluice.server.access.Role;
import io.sluice.server.access.session.Caller;
import io.sluice.server.access.session.Sessions;
import io.sluice.server.access.user.Users;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider, or somebody between, may do to get somebody in. */
class HostileProviderTest {
  private static final Caller CALLER = new Caller("10.1.2.3", "Firefox");
  private static final String SECRET = "a secret of 256 bits, or of more";

  @TempDir private Path folder;
  private final HandClock clock = new HandClock(Instant.now());
  private final SecureRandom random = new SecureRandom();
  private HandProvider provider;
  private StateDatabase state;
  private Sessions sessions;
  private OidcSignIn signIn;

  @BeforeEach
  void begin() throws IOException {
    provider = HandProvider.start(0);
    state = StateDatabase.open(folder, clock);
    sessions = new Sessions(state, clock, random, AccessSettings.usual());
    signIn = to(provider.issuer());
  }

  @AfterEach
  void end() {
    provider.close();
    state.close();
  }

  private OidcSignIn to(String issuer) {
    return to(issuer, Optional.empty());
  }

  private OidcSignIn to(String issuer, Optional<ProviderTrust> trust) {
    return new OidcSignIn(
        new OidcSettings(
            issuer,
            "sluice",
            Optional.of(SECRET),
            List.of(),
            Optional.empty(),
            ClaimRoles.of("groups", List.of(new RoleRule("platform", RoleName.ADMIN, "*"))),
            URI.create("https://sluice.example.com"),
            trust),
        new Users(state, clock, random),
        sessions,
        random,
        clock);
  }

  @FunctionalInterface
  private interface Gives {
    void token(JWTClaimsSet.Builder right) throws Exception;
  }

  private OidcSignIn.Arrival come(Gives gives) throws Exception {
    OidcSignIn.Departure departure = signIn.begin("/");
    gives.token(provider.claims(departure.to()));
    return signIn.finish(
        Map.of("code", List.of("c"), "state", List.of(Browser.value(departure.to(), "state"))),
        departure.cookie(),
        CALLER,
        null);
  }

  private void staysOut(Gives gives) {
    assertThatThrownBy(() -> come(gives)).isInstanceOf(OidcException.class);
    assertThat(sessions.all()).isEmpty();
  }

  @Test
  void a_provider_with_a_certificate_of_its_own_authority_is_believed_by_a_file_of_that()
      throws Exception {
    CertificateAuthority authority =
        new CertificateAuthority(
            Files.createDirectory(folder.resolve("ca")), "acme", Clock.systemUTC());
    provider.close();
    provider = HandProvider.startTls(authority.keystore("idp", "localhost"));

    signIn = to(provider.issuer());
    assertThatThrownBy(() -> signIn.begin("/")).isInstanceOf(OidcException.class);

    for (Path file : List.of(authority.trustPem(), authority.truststore())) {
      signIn =
          to(
              provider.issuer(),
              Optional.of(ProviderTrust.read(file, CertificateAuthority.PASSWORD)));
      assertThat(come(right -> provider.gives(right.build())).returnTo()).isEqualTo("/");
    }
    assertThatThrownBy(() -> ProviderTrust.read(folder.resolve("none.pem"), ""))
        .hasMessageContaining("server.oidc.truststore: there is no file");
  }

  @Test
  void a_token_that_is_right_lets_in() throws Exception {
    assertThat(come(right -> provider.gives(right.build())).opened().session().identity().grants())
        .isEqualTo(Map.of("*", Role.ADMIN));
  }

  @Test
  void a_token_that_nobody_or_somebody_else_signed_does_not() {
    staysOut(right -> provider.givesUnsigned(right.build()));
    staysOut(right -> provider.givesForged(right.build()));
  }

  @Test
  void nobody_signs_for_the_provider_with_a_secret_or_with_its_public_key() {
    staysOut(
        right -> provider.givesByHmac(right.build(), SECRET.getBytes(StandardCharsets.US_ASCII)));
    staysOut(right -> provider.givesByHmac(right.build(), provider.publicKey()));
  }

  @Test
  void a_token_without_what_it_must_say_does_not_let_in() {
    staysOut(right -> provider.gives(right.claim("nonce", null).build()));
    staysOut(right -> provider.gives(right.subject(null).build()));
    staysOut(right -> provider.gives(right.expirationTime(null).build()));
    staysOut(right -> provider.gives(right.audience((String) null).build()));
    staysOut(right -> provider.gives(right.issuer(null).build()));
  }

  @Test
  void a_token_that_another_client_asked_for_does_not_let_in() throws Exception {
    List<String> both = List.of("sluice", "another");
    staysOut(right -> provider.gives(right.claim("azp", "another").build()));
    staysOut(right -> provider.gives(right.audience(both).build()));
    staysOut(right -> provider.gives(right.audience(both).claim("azp", "another").build()));

    come(right -> provider.gives(right.audience(both).claim("azp", "sluice").build()));
    assertThat(sessions.all()).hasSize(1);
  }

  @Test
  void what_has_expired_is_refused_but_clocks_may_differ_by_a_little() throws Exception {
    assertThatThrownBy(() -> come(right -> provider.gives(expired(right, 120))))
        .isInstanceOf(OidcException.class)
        .hasMessageContaining("Expired");
    assertThat(sessions.all()).isEmpty();

    come(right -> provider.gives(expired(right, 20)));
    assertThat(sessions.all()).hasSize(1);
  }

  private static JWTClaimsSet expired(JWTClaimsSet.Builder right, long secondsAgo) {
    return right.expirationTime(Date.from(Instant.now().minusSeconds(secondsAgo))).build();
  }

  @Test
  void a_key_that_is_new_is_fetched() throws Exception {
    come(right -> provider.gives(right.build()));

    provider.rotate("second");

    assertThat(come(right -> provider.gives(right.build())).opened().session()).isNotNull();
    assertThat(provider.asked("/keys")).isEqualTo(2);
  }

  @Test
  void groups_may_stand_in_what_the_provider_says_to_who_asks_further() throws Exception {
    provider.user("{\"sub\":\"1\",\"groups\":[\"platform\"],\"email\":\"ann@example.com\"}");

    OidcSignIn.Arrival arrival = come(right -> provider.gives(right.claim("groups", null).build()));

    assertThat(arrival.opened().session().identity().name()).isEqualTo("ann@example.com");
  }

  @Test
  void what_it_says_there_of_somebody_else_gives_nothing() {
    provider.user("{\"sub\":\"2\",\"groups\":[\"platform\"]}");

    staysOut(right -> provider.gives(right.claim("groups", null).build()));
  }

  @Test
  void a_provider_that_says_it_is_another_one_is_none() {
    provider.metadata("https://idp.example.com");

    assertThatThrownBy(() -> signIn.begin("/"))
        .isInstanceOfSatisfying(
            OidcException.class,
            e -> assertThat(e.kind()).isEqualTo(OidcException.Kind.UNAVAILABLE));
  }

  @Test
  void an_answer_that_names_another_provider_is_refused() {
    OidcSignIn.Departure departure = signIn.begin("/");

    assertThatThrownBy(
            () ->
                signIn.finish(
                    Map.of(
                        "code", List.of("c"),
                        "iss", List.of("https://evil.example.com"),
                        "state", List.of(Browser.value(departure.to(), "state"))),
                    departure.cookie(),
                    CALLER,
                    null))
        .isInstanceOf(OidcException.class);
    assertThat(provider.asked("/token")).isZero();
  }

  @Test
  void a_provider_that_is_away_is_told_and_asked_again_after_a_moment() throws Exception {
    int port = provider.port();
    String issuer = provider.issuer();
    provider.close();
    signIn = to(issuer);

    assertThatThrownBy(() -> signIn.begin("/"))
        .isInstanceOfSatisfying(
            OidcException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(OidcException.Kind.UNAVAILABLE);
              assertThat(e).hasMessage("The provider " + issuer + " does not answer");
              assertThat(e.hint()).contains("Sign in with a token");
            });
    assertThat(signIn.signOut()).isEmpty();

    provider = HandProvider.start(port);
    assertThatThrownBy(() -> signIn.begin("/")).isInstanceOf(OidcException.class);
    assertThat(provider.asked("/.well-known/openid-configuration")).isZero();

    clock.advance(Duration.ofSeconds(5));
    assertThat(signIn.begin("/").to().toString()).startsWith(issuer);
  }

  @Test
  void what_the_provider_said_holds_while_it_is_away_and_nobody_gets_in_without_it()
      throws Exception {
    OidcSignIn.Departure departure = signIn.begin("/");
    clock.advance(Duration.ofHours(2));
    provider.close();

    assertThat(signIn.begin("/").to()).hasPath("/authorize");
    clock.setWall(clock.instant().minus(Duration.ofHours(2)));
    assertThatThrownBy(
            () ->
                signIn.finish(
                    Map.of(
                        "code", List.of("c"),
                        "state", List.of(Browser.value(departure.to(), "state"))),
                    departure.cookie(),
                    CALLER,
                    null))
        .isInstanceOfSatisfying(
            OidcException.class,
            e -> assertThat(e.kind()).isEqualTo(OidcException.Kind.UNAVAILABLE));
  }
}
