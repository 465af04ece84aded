package io.sluice.server.http.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionCookieTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, Sluice-Session-8080",
    "[::1]:9000, Sluice-Session-9000",
    "sluice.example.org, Sluice-Session",
    "'', Sluice-Session",
    "a:b; Path=/x, Sluice-Session",
    "a:123456, Sluice-Session",
  })
  void two_servers_of_one_machine_have_one_each(String host, String cookie) {
    assertThat(SessionCookie.name(Optional.of(host))).isEqualTo(cookie);
  }
}
