package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortTest {

  @Test
  void a_port_is_given_once_though_nobody_listens_there_yet() {
    // Of 22000 ports, 2000 picked blindly would hold some 90 pairs.
    List<Integer> ports =
        IntStream.range(0, 2000).parallel().map(each -> FreePort.claim()).boxed().toList();

    assertThat(ports).doesNotHaveDuplicates();
  }

  @Test
  void a_server_can_listen_there() throws IOException {
    try (ServerSocket server =
        new ServerSocket(FreePort.claim(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(server.isBound()).isTrue();
    }
  }
}
