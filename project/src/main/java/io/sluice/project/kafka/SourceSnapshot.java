package io.sluice.project.kafka;

import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.SnapshotBeans;
import io.sluice.kafka.deploy.Connector;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * How far the source of a pipeline on Kafka is with its tables: the one thing on the way of records
 * that is measured there, and only where its worker is in this process. Thread-safe.
 */
final class SourceSnapshot {
  private final SnapshotBeans beans;
  private final boolean near;
  private final Clock clock;

  /**
   * @param connectors of the pipeline
   * @param near whether the worker is in this process
   */
  SourceSnapshot(String pipeline, List<Connector> connectors, boolean near, Clock clock) {
    this.beans = new SnapshotBeans(pipeline, () -> prefix(pipeline, connectors), System::nanoTime);
    this.near = near;
    this.clock = clock;
  }

  /** Under which the source tells it; unknown where a worker has to look it up. */
  private static Optional<String> prefix(String pipeline, List<Connector> connectors) {
    return connectors.stream()
        .filter(each -> each.name().equals(pipeline))
        .findFirst()
        .map(each -> each.config().get("topic.prefix"))
        .filter(prefix -> !prefix.contains("${"));
  }

  /** Empty where nobody knows, and while there is no table to read. */
  Optional<RunFigures> figures() {
    if (!near) {
      return Optional.empty();
    }
    // A source that resumes has none to read, and says so as one that found none would.
    return beans
        .read()
        .filter(found -> found.tables() > 0)
        .map(found -> new RunFigures(clock.instant(), List.of(), List.of(), Optional.of(found)));
  }
}
