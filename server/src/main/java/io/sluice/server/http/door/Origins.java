package io.sluice.server.http.door;

import io.sluice.pipeline.server.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where requests come from, with proxies between. What a proxy adds is believed of those that are
 * known; anybody else may write what they like.
 */
public final class Origins {
  private final List<Network> proxies;

  /** What is believed is said by these. */
  public Origins(List<Network> proxies) {
    this.proxies = List.copyOf(proxies);
  }

  /**
   * The address of who asked.
   *
   * @param peer the other end of the connection
   * @param forwardedFor the header {@code X-Forwarded-For}: each proxy adds at its end by whom it
   *     was asked
   */
  public String address(String peer, Optional<String> forwardedFor) {
    String address = peer;
    String[] before = forwardedFor.map(said -> said.split(",", -1)).orElse(new String[0]);
    for (int i = before.length - 1; i >= 0 && isProxy(address); i--) {
      String next = before[i].strip();
      if (Network.address(next).isEmpty()) {
        break;
      }
      address = next;
    }
    return address;
  }

  /**
   * Whether the client speaks TLS.
   *
   * @param tls whether this connection does
   * @param forwardedProto the header {@code X-Forwarded-Proto}
   */
  public boolean isSecure(boolean tls, String peer, Optional<String> forwardedProto) {
    return tls || isProxy(peer) && forwardedProto.filter("https"::equalsIgnoreCase).isPresent();
  }

  private boolean isProxy(String address) {
    Optional<InetAddress> known =
        Network.address(
            address.startsWith("[") ? address.substring(1, address.length() - 1) : address);
    return known.isPresent() && proxies.stream().anyMatch(proxy -> proxy.contains(known.get()));
  }
}
