package io.sluice.server;

import io.sluice.project.Project;
import io.sluice.server.metrics.Collected;
import io.sluice.server.metrics.OtlpMetrics;
import io.sluice.server.metrics.TraceMeter;
import io.sluice.server.otlp.Destination;
import io.sluice.server.otlp.OtlpSignal;
import io.sluice.server.otlp.OtlpTarget;
import io.sluice.server.otlp.Variables;
import io.sluice.server.trace.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics and traces that are sent to a collector of OpenTelemetry's, if the environment names one.
 * What is wrong there is logged, and keeps no pipeline from running. Closed after the pipelines, so
 * that their last spans are sent too.
 */
final class Telemetry implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Telemetry.class);
  private static final long INTERVAL_MILLIS = 60_000;

  private final Variables variables;
  private final Clock clock;
  private final TraceMeter meter = new TraceMeter();
  private final Optional<Tracing> tracing;
  private @Nullable OtlpMetrics metrics;

  private Telemetry(Variables variables, String version, Clock clock) {
    this.variables = variables;
    this.clock = clock;
    this.tracing = understood("Traces", () -> Tracing.of(variables, meter, version, clock));
  }

  /**
   * @param version of this server
   */
  static Telemetry of(Project project, String version, Clock clock) {
    return new Telemetry(Destination.of(project), version, clock);
  }

  /** Follows batches of the project's engine; before anything runs. */
  void follow(Project project) {
    tracing.ifPresent(project::follow);
  }

  /** Counts what is followed; empty if nothing is. */
  Optional<TraceMeter> traces() {
    return tracing.map(any -> meter);
  }

  /** Sends metrics from here on. */
  synchronized void send(Collected collected) {
    metrics =
        understood(
                "Metrics",
                () ->
                    OtlpTarget.of(variables, OtlpSignal.METRICS)
                        .map(target -> new OtlpMetrics(collected, target, interval(), clock)))
            .orElse(null);
  }

  private Duration interval() {
    return variables.millis("OTEL_METRIC_EXPORT_INTERVAL", INTERVAL_MILLIS);
  }

  private static <T> Optional<T> understood(String what, Supplier<Optional<T>> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException wrong) {
      // Nobody's pipelines stand still for that.
      log.warn("{} are not sent: {}", what, wrong.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    OtlpMetrics sent = metrics;
    if (sent != null) {
      sent.close();
    }
    tracing.ifPresent(Tracing::close);
  }
}
