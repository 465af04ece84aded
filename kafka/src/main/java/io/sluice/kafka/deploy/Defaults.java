package io.sluice.kafka.deploy;

import java.util.Map;

/**
 * What a project says for all its pipelines.
 *
 * @param project the project's name, by which its connectors are known on a cluster
 * @param topics how topics are made unless the pipeline says otherwise, by Kafka's own names
 */
public record Defaults(String project, Map<String, String> topics) {
  public Defaults {
    topics = Map.copyOf(topics);
  }
}
