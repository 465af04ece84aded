package io.sluice.cli.run;

import io.sluice.project.Project;
import io.sluice.server.metrics.TraceMeter;
import io.sluice.server.otlp.Destination;
import io.sluice.server.trace.Tracing;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces of one run, sent to a collector if the environment or {@code sluice.yaml} names one.
 * Closed after the run, so that its last spans are sent too.
 */
final class RunTraces implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunTraces.class);

  private final Optional<Tracing> tracing;

  private RunTraces(Optional<Tracing> tracing) {
    this.tracing = tracing;
  }

  /**
   * Follows batches of the project's engine from here on; before anything runs.
   *
   * @throws io.sluice.project.InvalidPipelineException if the project file is wrong
   */
  static RunTraces of(Project project, Clock clock) {
    Optional<Tracing> tracing = tracing(project, clock);
    tracing.ifPresent(project::follow);
    return new RunTraces(tracing);
  }

  private static Optional<Tracing> tracing(Project project, Clock clock) {
    String packed = RunTraces.class.getPackage().getImplementationVersion();
    try {
      return Tracing.of(
          Destination.of(project),
          new TraceMeter(),
          packed == null ? "development" : packed,
          clock);
    } catch (IllegalArgumentException wrong) {
      // No pipeline stands still for that.
      log.warn("Traces are not sent: {}", wrong.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    tracing.ifPresent(Tracing::close);
  }
}
