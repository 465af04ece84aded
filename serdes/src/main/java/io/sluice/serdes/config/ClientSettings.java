package io.sluice.serdes.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How a registry is reached, from settings of {@link ClientOptions}.
 *
 * @param endpoints at least one
 * @param randomize whether to begin with any of them
 * @param headers that each request is to have, by their names
 * @param ssl Kafka's settings of TLS, parsed; empty for those of the JVM
 */
public record ClientSettings(
    List<Endpoint> endpoints,
    boolean randomize,
    Map<String, String> headers,
    Map<String, Object> ssl,
    Optional<InetSocketAddress> proxy,
    Timing timing,
    Memory memory) {
  public ClientSettings {
    endpoints = List.copyOf(endpoints);
    headers = Map.copyOf(headers);
  }

  /**
   * Where a registry is.
   *
   * @param url without user and password, without a slash at its end
   * @param authorization the header of that name; null if there is none
   */
  public record Endpoint(URI url, @Nullable String authorization) {
    @Override
    public String toString() {
      return url.toString(); // Invariant 9: the rest is a secret.
    }
  }

  /**
   * How long is waited for what.
   *
   * @param retries how often all endpoints are asked again
   * @param firstWait at most, before the first time; twice as long each time after
   * @param longestWait at most, before any time
   */
  public record Timing(
      Duration connect, Duration read, int retries, Duration firstWait, Duration longestWait) {}

  /**
   * What is remembered.
   *
   * @param latestTtl for how long a newest version is; empty if for ever
   * @param missingTtl for how long it is that there is no such schema
   */
  public record Memory(
      int schemas, int latest, Optional<Duration> latestTtl, Duration missingTtl) {}

  /**
   * From settings that have at least those of {@link ClientOptions}.
   *
   * @throws ConfigException if they make no sense; says which
   */
  public static ClientSettings of(AbstractConfig config) {
    long latestTtl = config.getLong(ClientOptions.LATEST_TTL);
    return new ClientSettings(
        Endpoints.of(config),
        config.getBoolean(ClientOptions.RANDOMIZE),
        headers(config),
        Tls.of(config),
        proxy(config),
        new Timing(
            millis(config, ClientOptions.CONNECT_TIMEOUT),
            millis(config, ClientOptions.READ_TIMEOUT),
            config.getInt(ClientOptions.MAX_RETRIES),
            millis(config, ClientOptions.RETRIES_WAIT),
            millis(config, ClientOptions.RETRIES_MAX_WAIT)),
        new Memory(
            config.getInt(ClientOptions.MAX_SCHEMAS),
            config.getInt(ClientOptions.LATEST_SIZE),
            latestTtl < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(latestTtl)),
            Duration.ofSeconds(config.getLong(ClientOptions.MISSING_TTL))));
  }

  /** From settings by their names alone, as {@code Map.of("schema.registry.url", "...")}. */
  public static ClientSettings of(Map<String, ?> given) {
    return of(new AbstractConfig(ClientOptions.define(new ConfigDef()), given, false));
  }

  private static Duration millis(AbstractConfig config, String name) {
    return Duration.ofMillis(config.getInt(name));
  }

  private static Map<String, String> headers(AbstractConfig config) {
    Map<String, String> headers = new java.util.TreeMap<>();
    config
        .originalsWithPrefix(ClientOptions.HEADER_PREFIX)
        .forEach((name, value) -> headers.put(name, String.valueOf(value)));
    return headers;
  }

  private static Optional<InetSocketAddress> proxy(AbstractConfig config) {
    String host = config.getString(ClientOptions.PROXY_HOST);
    int port = config.getInt(ClientOptions.PROXY_PORT);
    if (host.isEmpty()) {
      return Optional.empty();
    }
    if (port < 1 || port > 65_535) {
      throw new ConfigException(
          ClientOptions.PROXY_PORT, port, "expected the proxy's port, from 1 to 65535");
    }
    return Optional.of(InetSocketAddress.createUnresolved(host, port));
  }
}
