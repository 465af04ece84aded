package io.sluice.pipeline.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static InetAddress address(String text) {
    return Network.address(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.3.4, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.168.17.0/20, 192.168.31.255, true",
    "192.168.17.0/20, 192.168.32.0, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe80::1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true"
  })
  void an_address_is_in_a_network_or_not(String network, String address, boolean in) {
    assertThat(Network.parse(network).orElseThrow().contains(address(address))).isEqualTo(in);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1.2.3",
        "1.2.3.4/",
        "1.2.3.4/33",
        "::/129",
        "a.b.c.d",
        "1:2",
        "256.1.1.1"
      })
  void nothing_else_is_a_network(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }

  @Test
  void a_network_is_shown_as_it_was_written() {
    assertThat(Network.parse("10.0.0.0/8").orElseThrow()).hasToString("10.0.0.0/8");
  }
}
