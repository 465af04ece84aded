package io.sluice.kafka.topic;

import java.util.Map;
import java.util.Set;

/**
 * A topic as the brokers have it.
 *
 * @param partitions how many
 * @param replicationFactor how many brokers keep its first partition
 * @param settings all of them, those that nobody said too, by Kafka's own names
 * @param own the settings that were said of this topic
 */
public record TopicState(
    int partitions, int replicationFactor, Map<String, String> settings, Set<String> own) {
  public TopicState {
    settings = Map.copyOf(settings);
    own = Set.copyOf(own);
  }
}
