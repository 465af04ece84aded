package io.sluice.server.http.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.server.Network;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who stands behind proxies. */
class OriginsTest {
  private final Origins origins =
      new Origins(
          List.of(Network.parse("10.0.0.0/8").orElseThrow(), Network.parse("::1").orElseThrow()));

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, , 192.0.2.1",
    // Not from a proxy: whatever they write.
    "192.0.2.1, 198.51.100.9, 192.0.2.1",
    "10.0.0.1, 198.51.100.9, 198.51.100.9",
    "[::1], 198.51.100.9, 198.51.100.9",
    // What was there before the first proxy was written by the client.
    "10.0.0.1, '1.1.1.1, 198.51.100.9', 198.51.100.9",
    "10.0.0.1, '198.51.100.9, 10.0.0.2', 198.51.100.9",
    "10.0.0.1, '198.51.100.9, nonsense', 10.0.0.1",
    "10.0.0.1, evil.example, 10.0.0.1",
    "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
    "10.0.0.1, '', 10.0.0.1",
  })
  void an_address_is_believed_of_proxies_alone(String peer, String forwarded, String address) {
    assertThat(origins.address(peer, Optional.ofNullable(forwarded))).isEqualTo(address);
  }

  @Test
  void so_is_that_the_client_speaks_tls() {
    assertThat(origins.isSecure(false, "10.0.0.1", Optional.of("https"))).isTrue();
    assertThat(origins.isSecure(false, "10.0.0.1", Optional.of("http"))).isFalse();
    assertThat(origins.isSecure(false, "192.0.2.1", Optional.of("https"))).isFalse();
    assertThat(origins.isSecure(true, "192.0.2.1", Optional.empty())).isTrue();
  }
}
