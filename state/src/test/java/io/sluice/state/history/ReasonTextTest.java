package io.sluice.state.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTextTest {
  private static final String TOKEN =
      "slc_WDG1abcdefWDG1abcdefWDG1abcdefWDG1abcdefWDG1abcdefWDG1abc";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with " + TOKEN,
        "with slc_WDG1abcdef, cut off",
        "password=WDG1abcdef token",
        "the PASSWORD: WDG1abcdef",
        "api_key = 'WDG1abcdef x'",
        "{\"token\": \"WDG1abcdef\"}",
        "psql postgresql://me:WDG1abcdef@db/shop",
        "Authorization: Bearer WDG1abcdefWDG1abcdef"
      })
  void what_has_the_form_of_a_secret_is_taken_out(String reason) {
    assertThat(ReasonText.withoutSecrets(reason)).doesNotContain("WDG1").contains("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "the token expired",
        "password changed; see OPS-12",
        "slc_ is what tokens begin with",
        "https://wiki.example.com:8443/x@y"
      })
  void all_else_stays(String reason) {
    assertThat(ReasonText.withoutSecrets(reason)).isEqualTo(reason);
  }

  @Test
  void the_audit_log_keeps_it_so_and_is_whole(@TempDir Path folder) {
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      state.audit().add("ann", "pipeline.stop", "shop", "", "", "password=hunter2 " + TOKEN);

      assertThat(state.audit().list("", 1).get(0).reason()).isEqualTo("password=*** ***");
      assertThat(state.audit().verify(null).intact()).isTrue();
    }
  }
}
