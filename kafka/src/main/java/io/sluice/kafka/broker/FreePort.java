package io.sluice.kafka.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address that nobody listens on at this moment. */
public final class FreePort {
  private FreePort() {}

  /** This port if it is free, else another one. */
  public static int preferring(int port) {
    try {
      return bound(port);
    } catch (IOException e) {
      return exactly(0);
    }
  }

  /**
   * This port, 0 standing for any.
   *
   * @throws PortTakenException when somebody listens there
   */
  static int exactly(int port) {
    try {
      return bound(port);
    } catch (IOException e) {
      throw new PortTakenException(
          "Port "
              + port
              + " of this machine, where Kafka's broker is to listen, is taken: stop who has it,"
              + " connect to it if it is a Kafka, or name another port.",
          e);
    }
  }

  private static int bound(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return socket.getLocalPort();
    }
  }
}
