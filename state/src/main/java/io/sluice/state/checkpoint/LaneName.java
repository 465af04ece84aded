package io.sluice.state.checkpoint;

import static java.util.Objects.requireNonNull;

/**
 * What an ordered stream is called: the topic and partition that sinks see. Every sink of a
 * pipeline sees the same ones.
 *
 * @param topic topic of the records, after the transforms
 * @param partition zero or above
 */
public record LaneName(String topic, int partition) {
  public LaneName {
    requireNonNull(topic);
    if (partition < 0) {
      throw new IllegalArgumentException("partition expected zero or above, found " + partition);
    }
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
