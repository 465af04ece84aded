package io.sluice.server.metrics;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.sluice.server.otlp.OtlpTarget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends the same metrics as {@link PrometheusPage} to a collector, by OpenTelemetry's protocol, now
 * and then and once more at the end. What cannot be sent is left out: the next export has all
 * totals. Works on threads of its own.
 */
public final class OtlpMetrics implements AutoCloseable {
  private static final long END_SECONDS = 10;

  private final Collected collected;
  private final Clock clock;
  private final SdkMeterProvider provider;

  /**
   * Begins to send.
   *
   * @param interval between two exports
   */
  public OtlpMetrics(Collected collected, OtlpTarget target, Duration interval, Clock clock) {
    this.collected = requireNonNull(collected);
    this.clock = requireNonNull(clock);
    this.provider =
        SdkMeterProvider.builder()
            .setResource(target.resource())
            .registerMetricProducer(this::produce)
            .registerMetricReader(
                PeriodicMetricReader.builder(exporter(target)).setInterval(interval).build())
            .build();
  }

  private static MetricExporter exporter(OtlpTarget target) {
    return target.grpc() ? byGrpc(target) : byHttp(target);
  }

  private static MetricExporter byHttp(OtlpTarget target) {
    OtlpHttpMetricExporterBuilder exporter =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(target.endpoint().toString())
            .setTimeout(target.timeout());
    target.headers().forEach(exporter::addHeader);
    if (target.gzip()) {
      exporter.setCompression("gzip");
    }
    return exporter.build();
  }

  private static MetricExporter byGrpc(OtlpTarget target) {
    OtlpGrpcMetricExporterBuilder exporter =
        OtlpGrpcMetricExporter.builder()
            .setEndpoint(target.endpoint().toString())
            .setTimeout(target.timeout());
    target.headers().forEach(exporter::addHeader);
    if (target.gzip()) {
      exporter.setCompression("gzip");
    }
    return exporter.build();
  }

  private Collection<MetricData> produce(Resource resource) {
    long since = nanos(collected.startedAt());
    long now = nanos(clock.instant());
    List<MetricData> metrics = new ArrayList<>();
    collected
        .now()
        .forEach(
            (family, samples) -> metrics.add(OtlpMetric.of(resource, family, samples, since, now)));
    return metrics;
  }

  private static long nanos(Instant at) {
    return TimeUnit.MILLISECONDS.toNanos(at.toEpochMilli());
  }

  /** Sends what there is once more; waits some seconds at most. */
  @Override
  public void close() {
    var unused = provider.shutdown().join(END_SECONDS, TimeUnit.SECONDS);
  }
}
