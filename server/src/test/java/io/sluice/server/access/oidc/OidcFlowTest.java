package io.sluice.server.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcFlowTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final SecureRandom random = new SecureRandom();

  @Test
  void what_the_browser_kept_says_the_same_as_what_began() {
    OidcFlow begun = OidcFlow.begin(random, NOON, "/pipelines/orders?tab=logs");
    OidcFlow read = OidcFlow.read(begun.cookie(), NOON.plusSeconds(60)).orElseThrow();

    assertThat(read.hasState(begun.state())).isTrue();
    assertThat(read.nonce()).isEqualTo(begun.nonce());
    assertThat(read.verifier()).isEqualTo(begun.verifier()).hasSize(43);
    assertThat(read.returnTo()).isEqualTo("/pipelines/orders?tab=logs");
  }

  @Test
  void what_the_provider_sees_gives_away_nothing_else() {
    OidcFlow flow = OidcFlow.begin(random, NOON, "/");

    assertThat(flow.state()).isNotEqualTo(flow.nonce()).isNotEqualTo(flow.verifier());
    assertThat(flow.cookie()).doesNotContain(flow.state()).doesNotContain(flow.verifier());
    assertThat(OidcFlow.begin(random, NOON, "/").state()).isNotEqualTo(flow.state());
  }

  @Test
  void it_is_too_late_after_a_quarter_of_an_hour_and_never_too_early() {
    String cookie = OidcFlow.begin(random, NOON, "/").cookie();

    assertThat(OidcFlow.read(cookie, NOON.plus(Duration.ofMinutes(15)))).isPresent();
    assertThat(OidcFlow.read(cookie, NOON.plus(Duration.ofMinutes(15)).plusMillis(1))).isEmpty();
    assertThat(OidcFlow.read(cookie, NOON.minusMillis(1))).isEmpty();
  }

  @Test
  void who_makes_it_younger_or_leads_it_elsewhere_has_another_state() {
    OidcFlow flow = OidcFlow.begin(random, NOON, "/a");
    String[] parts = flow.cookie().split("\\.");
    String younger = parts[0] + "." + NOON.plusSeconds(1).toEpochMilli() + "." + parts[2];
    String elsewhere =
        parts[0]
            + "."
            + parts[1]
            + "."
            + OidcFlow.begin(random, NOON, "/b").cookie().split("\\.")[2];

    for (String changed : new String[] {younger, elsewhere}) {
      assertThat(OidcFlow.read(changed, NOON.plusSeconds(2)).orElseThrow().hasState(flow.state()))
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a.b.c", "..", "a.1.b.c", "AAAA.1772366400000.Lw", "x.99999999999999999.y"})
  void nonsense_is_no_flow(String cookie) {
    assertThat(OidcFlow.read(cookie, NOON)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "//evil.example.com, /",
    "https://evil.example.com, /",
    "/\\evil.example.com, /",
    "javascript:alert(1), /",
    "'', /",
    "'/a b', /",
    "/ok?x=//y, /ok?x=//y"
  })
  void nobody_is_led_to_another_server(String wanted, String path) {
    assertThat(OidcFlow.begin(random, NOON, wanted).returnTo()).isEqualTo(path);
  }
}
