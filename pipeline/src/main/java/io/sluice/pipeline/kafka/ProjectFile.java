package io.sluice.pipeline.kafka;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.pipeline.server.ConnectorsSpec;
import io.sluice.pipeline.server.OtlpSpec;
import io.sluice.pipeline.server.ServerSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code sluice.yaml} says for all pipelines of its folder.
 *
 * @param name what the project's connectors are known by on a cluster
 * @param cluster settings of clients of the user's Kafka, {@code bootstrap.servers} and security,
 *     secrets unresolved; empty when there is no such cluster
 * @param topics how topics are made unless a pipeline says otherwise, by Kafka's own names
 * @param connect where the REST API of a Connect cluster is and how one gets in, secrets
 *     unresolved; empty when nothing is said of one
 * @param registry where the schema registry is and how one gets in, as {@link
 *     io.sluice.pipeline.SchemaContract#registry} has it; empty for the one in the project's state
 * @param state where the state is ({@code url}, {@code user}, {@code password}, {@code lease} in
 *     ISO's form), secrets unresolved; empty for the state folder
 * @param connectors which ones pipelines may name
 * @param server how {@code sluice up} serves the folder
 * @param otlp where metrics and traces are sent; empty if nothing is said of that
 */
public record ProjectFile(
    Optional<String> name,
    UnresolvedConfig cluster,
    Map<String, String> topics,
    UnresolvedConfig connect,
    Optional<UnresolvedConfig> registry,
    Optional<UnresolvedConfig> state,
    ConnectorsSpec connectors,
    ServerSpec server,
    Optional<OtlpSpec> otlp) {
  /** What the file is called. */
  public static final String NAME = "sluice.yaml";

  /** Of a folder without such a file. */
  public static final ProjectFile NONE =
      new ProjectFile(
          Optional.empty(),
          UnresolvedConfig.of(Map.of()),
          Map.of(),
          UnresolvedConfig.of(Map.of()),
          Optional.empty(),
          Optional.empty(),
          ConnectorsSpec.DEFAULT,
          ServerSpec.DEFAULT,
          Optional.empty());

  public ProjectFile {
    requireNonNull(name, "name is null");
    requireNonNull(cluster, "cluster is null");
    topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
    requireNonNull(connect, "connect is null");
    requireNonNull(registry, "registry is null");
    requireNonNull(state, "state is null");
    requireNonNull(connectors, "connectors is null");
    requireNonNull(server, "server is null");
    requireNonNull(otlp, "otlp is null");
  }
}
