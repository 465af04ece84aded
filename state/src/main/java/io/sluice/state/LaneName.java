package io.sluice.state;

import static java.util.Objects.requireNonNull;

/**
 * What an ordered stream into one sink is called: the name of the sink within its pipeline, and the
 * topic and partition that the sink sees.
 *
 * @param sink name of the sink within the pipeline; empty when lanes are numbered for all sinks
 *     together
 * @param topic topic of the records, after the transforms
 * @param partition zero or above
 */
public record LaneName(String sink, String topic, int partition) {
  public LaneName {
    requireNonNull(sink);
    requireNonNull(topic);
    if (partition < 0) {
      throw new IllegalArgumentException("partition expected zero or above, found " + partition);
    }
  }

  @Override
  public String toString() {
    return (sink.isEmpty() ? "" : sink + ":") + topic + "-" + partition;
  }
}
