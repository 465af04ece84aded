package io.sluice.testkit.kafka;

import io.sluice.testkit.FreePort;
import io.sluice.testkit.TcpProxy;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A way to all brokers of a {@link KafkaCluster} that whoever takes it has alone: the brokers name
 * its addresses to clients that come by it, so that all that these say goes through it, and it can
 * be broken for them and for nobody else.
 */
public final class Route implements AutoCloseable {

  private final String listener;
  private final List<Integer> ports;
  private final List<TcpProxy> proxies;

  /**
   * @param listener as the brokers call it
   * @param brokers how many there are
   */
  Route(String listener, int brokers) {
    this.listener = listener;
    this.ports = IntStream.range(0, brokers).map(i -> FreePort.claim()).boxed().toList();
    this.proxies = ports.stream().map(TcpProxy::to).toList();
  }

  /** Where clients find the cluster by this way. */
  public String bootstrapServers() {
    return proxies.stream()
        .map(proxy -> "127.0.0.1:" + proxy.port())
        .collect(Collectors.joining(","));
  }

  /**
   * Nothing gets through any more, in either direction, and nobody is told: what was sent lies on
   * the way, and arrives when it is healed.
   */
  public void stall() {
    proxies.forEach(TcpProxy::stall);
  }

  /** Cuts every connection and refuses new ones. */
  public void refuse() {
    proxies.forEach(TcpProxy::refuse);
  }

  /** The same to one of the brokers. */
  public void refuse(int broker) {
    proxies.get(broker).refuse();
  }

  /** Ends {@link #stall} and {@link #refuse}. */
  public void heal() {
    proxies.forEach(TcpProxy::heal);
  }

  @Override
  public void close() {
    proxies.forEach(TcpProxy::close);
  }

  String listener() {
    return listener;
  }

  /** Where a broker listens behind it. */
  String listensOn(int broker) {
    return listener + "://127.0.0.1:" + ports.get(broker);
  }

  /** What a broker tells those who come by it. */
  String advertised(int broker) {
    return listener + "://127.0.0.1:" + proxies.get(broker).port();
  }
}
