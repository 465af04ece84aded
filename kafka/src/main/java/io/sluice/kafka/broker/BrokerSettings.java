package io.sluice.kafka.broker;

import java.nio.file.Path;

/**
 * What an embedded broker is started with.
 *
 * @param folder where its data lies; made if there is none
 * @param port on which clients find it on this machine; 0 for one that is free
 */
public record BrokerSettings(Path folder, int port) {
  /** Where Kafka's clients look by themselves. */
  public static final int USUAL_PORT = 9092;

  /** Checks the port. */
  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: expected 0 to 65535 but found " + port);
    }
    folder = folder.toAbsolutePath().normalize();
  }

  /** Data in this folder, on a free port. */
  public static BrokerSettings in(Path folder) {
    return new BrokerSettings(folder, 0);
  }

  /** The same on this port. */
  public BrokerSettings onPort(int wanted) {
    return new BrokerSettings(folder, wanted);
  }

  /**
   * The same with a port that is known before the broker starts.
   *
   * @throws PortTakenException when somebody listens on the one that was asked for
   */
  public BrokerSettings settled() {
    return onPort(FreePort.exactly(port));
  }

  /** Where clients will find it, once {@link #settled}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }
}
