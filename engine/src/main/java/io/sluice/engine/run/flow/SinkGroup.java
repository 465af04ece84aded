package io.sluice.engine.run.flow;

import io.sluice.engine.sink.SinkWorker;
import java.util.List;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * One sink of a running pipeline.
 *
 * @param name in the pipeline file
 * @param firstWorker number of its first task over all sinks
 */
public record SinkGroup(
    String name,
    int firstWorker,
    ConnectorHandle<SinkConnector> connector,
    List<SinkWorker> workers) {}
