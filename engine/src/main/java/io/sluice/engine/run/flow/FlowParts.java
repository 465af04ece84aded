package io.sluice.engine.run.flow;

import io.sluice.engine.checkpoint.CheckpointCoordinator;
import io.sluice.engine.checkpoint.PreparedGate;
import io.sluice.engine.lane.Lane;
import io.sluice.engine.source.SourceWorker;
import io.sluice.engine.trace.FlowTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/**
 * What a flow consists of, as far as it has been assembled. Filled by the run's thread; others read
 * what is volatile.
 */
final class FlowParts {
  final PreparedGate gate = new PreparedGate();
  final List<Thread> threads = new ArrayList<>();
  final List<Lane> lanes = new ArrayList<>();
  final List<SinkGroup> sinks = new ArrayList<>();
  final List<SourceWorker> sources = new ArrayList<>();
  @Nullable ConnectorHandle<SourceConnector> sourceConnector;

  /** Follows batches; null if nobody does. */
  @Nullable FlowTrace trace;

  /** Configurations of the source tasks that were planned. */
  List<Map<String, String>> tasks = List.of();

  /** How many it might plan. */
  int tasksMax = 1;

  volatile List<SourceWorker> startedSources = List.of();
  volatile List<SinkGroup> startedSinks = List.of();
  volatile @Nullable CheckpointCoordinator coordinator;

  /** Whether lanes are still laid out as before, because sinks are not at one checkpoint. */
  volatile boolean misaligned;
}
