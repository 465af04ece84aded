package io.sluice.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * One of a pipeline's sinks.
 *
 * @param name unique among the pipeline's sinks; what checkpoints and status call it; the file's
 *     {@code name}, or the connector's alias, numbered where that is taken
 * @param connector what writes
 */
public record SinkSpec(String name, ConnectorSpec connector) {
  public SinkSpec {
    requireNonNull(name, "name is null");
    requireNonNull(connector, "connector is null");
  }
}
