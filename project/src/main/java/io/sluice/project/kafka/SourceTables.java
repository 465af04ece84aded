package io.sluice.project.kafka;

import io.sluice.engine.run.RunFigures;
import io.sluice.engine.run.RunFigures.SnapshotFigures;
import io.sluice.engine.run.SnapshotBeans;
import io.sluice.engine.run.StreamBeans;
import io.sluice.kafka.deploy.Connector;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the source of a pipeline on Kafka tells of its tables: the one thing on the way of records
 * that is known there, and only where its worker is in this process. Thread-safe.
 */
final class SourceTables {
  private final SnapshotBeans snapshot;
  private final StreamBeans stream;
  private final boolean near;
  private final Clock clock;

  /**
   * @param connectors of the pipeline
   * @param near whether the worker is in this process
   */
  SourceTables(String pipeline, List<Connector> connectors, boolean near, Clock clock) {
    Supplier<Optional<String>> prefix = () -> prefix(pipeline, connectors);
    this.snapshot = new SnapshotBeans(pipeline, prefix, System::nanoTime);
    this.stream = new StreamBeans(pipeline, prefix, System::nanoTime);
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
    Optional<SnapshotFigures> tables = snapshot.read().filter(found -> found.tables() > 0);
    List<String> unpublished = stream.unpublished();
    return tables.isEmpty() && unpublished.isEmpty()
        ? Optional.empty()
        : Optional.of(new RunFigures(clock.instant(), List.of(), List.of(), tables, unpublished));
  }
}
