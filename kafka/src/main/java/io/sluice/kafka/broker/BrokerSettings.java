package io.sluice.kafka.broker;

import java.nio.file.Path;

/**
 * What an embedded broker is started with.
 *
 * @param folder where its data lies; made if there is none
 * @param port on which clients find it on this machine; 0 for one that is free
 * @param orAnother whether another port will do where somebody has this one
 */
public record BrokerSettings(Path folder, int port, boolean orAnother) {
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
    return new BrokerSettings(folder, 0, true);
  }

  /** The same on this port, 0 standing for any. */
  public BrokerSettings onPort(int wanted) {
    return new BrokerSettings(folder, wanted, wanted == 0);
  }

  /** The same on this port if it is free, else on another one. */
  public BrokerSettings preferring(int wanted) {
    return new BrokerSettings(folder, wanted, true);
  }

  /**
   * The same with a port that is known before the broker starts.
   *
   * @throws PortTakenException when somebody listens on the one that was asked for
   */
  public BrokerSettings settled() {
    int free = orAnother ? FreePort.preferring(port) : FreePort.exactly(port);
    return new BrokerSettings(folder, free, orAnother);
  }

  /** Where clients will find it, once {@link #settled}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }
}
