package io.sluice.serdes.config;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;

/** Kafka's settings of TLS, where they have the registry's prefix before them. */
final class Tls {
  private static final ConfigDef OPTIONS = options();

  private Tls() {}

  /** Parsed, without the prefix; empty if there are none. */
  static Map<String, Object> of(AbstractConfig config) {
    Map<String, Object> given = config.originalsWithPrefix(ClientOptions.SSL_PREFIX);
    given.keySet().removeIf(name -> !name.startsWith("ssl."));
    if (given.isEmpty()) {
      return Map.of();
    }
    Object algorithm = given.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
    if (algorithm != null && !algorithm.toString().equalsIgnoreCase("https")) {
      throw new ConfigException(
          ClientOptions.SSL_PREFIX + SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
          algorithm,
          "expected https: whether the certificate is the host's is always looked at. Give the"
              + " registry a certificate with its name");
    }
    return OPTIONS.parse(given);
  }

  private static ConfigDef options() {
    ConfigDef options = new ConfigDef();
    SslConfigs.addClientSslSupport(options);
    return options;
  }
}
