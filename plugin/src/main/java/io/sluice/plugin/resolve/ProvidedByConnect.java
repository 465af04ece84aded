package io.sluice.plugin.resolve;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.aether.graph.Exclusion;

/**
 * What Kafka Connect, and so Sluice, brings to every plugin. In a plugin's folder these would be
 * second copies, which its class loader ignores at best (see Connect's {@code PluginUtils}).
 */
final class ProvidedByConnect {
  static final List<Exclusion> EXCLUSIONS =
      Stream.of(
              "org.apache.kafka:kafka-clients",
              "org.apache.kafka:connect-api",
              "org.apache.kafka:connect-json",
              "org.apache.kafka:connect-transforms",
              "org.apache.kafka:connect-runtime",
              "org.apache.kafka:connect-basic-auth-extension",
              "org.apache.kafka:kafka-server",
              "org.apache.kafka:kafka-server-common",
              "org.apache.kafka:kafka_2.12",
              "org.apache.kafka:kafka_2.13",
              "org.slf4j:slf4j-api")
          .map(ProvidedByConnect::exclusion)
          .toList();

  private ProvidedByConnect() {}

  private static Exclusion exclusion(String artifact) {
    int colon = artifact.indexOf(':');
    return new Exclusion(artifact.substring(0, colon), artifact.substring(colon + 1), "*", "*");
  }
}
