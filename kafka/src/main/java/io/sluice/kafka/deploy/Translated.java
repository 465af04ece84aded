package io.sluice.kafka.deploy;

import io.sluice.kafka.topic.TopicDemand;
import io.sluice.pipeline.Problem;
import java.util.List;

/**
 * What a pipeline is on Kafka Connect.
 *
 * @param connectors the source's first; none when a problem is an error
 * @param topics what is asked of topics, in the order in which it is to be done; none when a
 *     problem is an error
 * @param problems what cannot be said there (errors), and what means something else there
 *     (warnings)
 */
public record Translated(
    List<Connector> connectors, List<TopicDemand> topics, List<Problem> problems) {
  public Translated {
    connectors = List.copyOf(connectors);
    topics = List.copyOf(topics);
    problems = List.copyOf(problems);
  }
}
