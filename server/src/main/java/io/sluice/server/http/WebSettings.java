package io.sluice.server.http;

import static java.util.Objects.requireNonNull;

import io.sluice.http.limit.ServerLimits;
import io.sluice.http.tls.ServerKey;
import io.sluice.pipeline.server.Network;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where and how the API and the console are served.
 *
 * @param host a name or an address of this machine
 * @param port 0 for one that is free
 * @param key by which the server proves who it is, for HTTPS; empty for HTTP
 * @param names by which it is reached beside those of this machine, without ports
 * @param proxies whose {@code X-Forwarded-For} and {@code X-Forwarded-Proto} are believed
 */
public record WebSettings(
    String host,
    int port,
    ServerLimits limits,
    Optional<ServerKey> key,
    Set<String> names,
    List<Network> proxies) {
  public WebSettings {
    requireNonNull(host, "host is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(key, "key is null");
    names = Set.copyOf(names);
    proxies = List.copyOf(proxies);
  }

  /** On this machine alone, without TLS. */
  public static WebSettings local(int port) {
    return new WebSettings(
        "127.0.0.1", port, ServerLimits.defaults(), Optional.empty(), Set.of(), List.of());
  }
}
