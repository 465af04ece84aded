package io.sluice.registry.http;

import static java.util.Objects.requireNonNull;

import io.sluice.http.limit.ServerLimits;
import io.sluice.http.tls.ServerKey;
import io.sluice.registry.http.access.Users;
import java.util.Optional;

/**
 * How a registry is served.
 *
 * @param host a name or an address of this machine; who listens on more than {@code 127.0.0.1}
 *     should know its users
 * @param port 0 for one that is free
 * @param users who may ask; empty if everybody may who gets here
 * @param key by which the server proves who it is, for HTTPS; empty for HTTP
 * @param version of the software, for who asks
 */
public record ServerSettings(
    String host,
    int port,
    ServerLimits limits,
    Optional<Users> users,
    Optional<ServerKey> key,
    String version) {
  /** Where clients of Confluent's registry look for it. */
  public static final int USUAL_PORT = 8081;

  public ServerSettings {
    requireNonNull(host, "host is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(users, "users is null");
    requireNonNull(key, "key is null");
    requireNonNull(version, "version is null");
  }

  /** On this machine alone, for everybody on it. */
  public static ServerSettings local(int port, String version) {
    return new ServerSettings(
        "127.0.0.1", port, ServerLimits.defaults(), Optional.empty(), Optional.empty(), version);
  }

  /** The same within other limits. */
  public ServerSettings within(ServerLimits others) {
    return new ServerSettings(host, port, others, users, key, version);
  }

  /** The same for these users alone. */
  public ServerSettings knowing(Users others) {
    return new ServerSettings(host, port, limits, Optional.of(others), key, version);
  }

  /** The same by HTTPS. */
  public ServerSettings with(ServerKey other) {
    return new ServerSettings(host, port, limits, users, Optional.of(other), version);
  }
}
