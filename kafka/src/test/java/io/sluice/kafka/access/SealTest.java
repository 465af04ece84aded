package io.sluice.kafka.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.junit.jupiter.api.Test;

class SealTest {
  @Test
  void what_this_process_wrote_is_read_again() {
    assertThat(Seal.opened(Seal.sealed("${env:KAFKA_PASSWORD}")))
        .isEqualTo("${env:KAFKA_PASSWORD}");
  }

  @Test
  void a_login_that_somebody_else_wrote_looks_nothing_up() {
    String text =
        Base64.getEncoder().encodeToString("${env:PATH}".getBytes(StandardCharsets.UTF_8));
    for (String forged : List.of(text, text + "." + text)) {
      AppConfigurationEntry entry =
          new AppConfigurationEntry(
              "a.Module",
              AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
              Map.of(RenewedLogin.PASSWORD, forged));
      RenewedLogin login = new RenewedLogin();
      assertThatThrownBy(() -> login.configure(Map.of(), "PLAIN", List.of(entry)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not started with");
      login.close();
    }
  }
}
