package io.sluice.kafka.deploy;

import io.sluice.pipeline.Problem;
import java.util.List;

/**
 * What a pipeline is on Kafka Connect.
 *
 * @param connectors the source's first; none when a problem is an error
 * @param problems what cannot be said there (errors), and what means something else there
 *     (warnings)
 */
public record Translated(List<Connector> connectors, List<Problem> problems) {
  public Translated {
    connectors = List.copyOf(connectors);
    problems = List.copyOf(problems);
  }
}
