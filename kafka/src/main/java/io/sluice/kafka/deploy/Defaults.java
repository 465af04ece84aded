package io.sluice.kafka.deploy;

import static java.util.Objects.requireNonNull;

import io.sluice.pipeline.UnresolvedConfig;
import java.util.Map;
import java.util.Optional;

/**
 * What a project says for all its pipelines.
 *
 * @param project the project's name, by which its connectors are known on a cluster
 * @param topics how topics are made unless the pipeline says otherwise, by Kafka's own names
 * @param registry the schema registry of contracts that name none, secrets unresolved
 * @param state where the project's state is, as {@link
 *     io.sluice.pipeline.kafka.ContractSettings#STATE} and {@link
 *     io.sluice.pipeline.kafka.ContractSettings#STATE_SERVER} have it; empty where workers do not
 *     have it
 */
public record Defaults(
    String project,
    Map<String, String> topics,
    Optional<UnresolvedConfig> registry,
    Map<String, String> state) {
  public Defaults {
    topics = Map.copyOf(topics);
    requireNonNull(registry, "registry is null");
    state = Map.copyOf(state);
  }

  /** Of a project without a registry, whose state no worker has. */
  public Defaults(String project, Map<String, String> topics) {
    this(project, topics, Optional.empty(), Map.of());
  }
}
