package io.sluice.server.trace;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.trace.FlowTrace;
import io.sluice.engine.trace.Traces;
import io.sluice.pipeline.Pipeline;
import io.sluice.server.metrics.TraceMeter;
import io.sluice.server.otlp.OtlpTarget;
import io.sluice.server.otlp.Variables;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Follows a share of all batches, and sends the traces to a collector by OpenTelemetry's protocol,
 * on threads of its own. What cannot be sent is counted and let go: a queue of so many spans is all
 * that a collector which is down costs, and while it is full nothing more is followed. Thread-safe.
 */
public final class Tracing implements Traces, AutoCloseable {
  /** Spans that wait to be sent; about a kilobyte each. */
  private static final int QUEUE = 8_192;

  /** From here on no batch more is followed: those that are have room for what they still bring. */
  private static final int BUSY = QUEUE / 2;

  private static final int LONGEST_TEXT = 256;
  private static final long END_SECONDS = 10;

  private final SdkTracerProvider provider;
  private final TracingParts parts;
  private final CountedExport export;

  private Tracing(TraceSettings settings, TraceMeter meter, String version, Clock clock) {
    this.export = new CountedExport(exporter(settings.target()), meter, QUEUE);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(settings.target().resource())
            .setSampler(settings.sampler())
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(LONGEST_TEXT).build())
            .addSpanProcessor(
                export.before(
                    BatchSpanProcessor.builder(export)
                        .setMaxQueueSize(QUEUE)
                        .setScheduleDelay(settings.delay())
                        .setExporterTimeout(settings.target().timeout())
                        .build()))
            .build();
    this.parts =
        new TracingParts(
            provider.get("io.sluice", version),
            meter,
            settings.handOn(),
            () -> export.waiting() > BUSY,
            Ticker.SYSTEM,
            requireNonNull(clock));
  }

  /**
   * As the environment says; empty if it names no collector.
   *
   * @param version of this server
   * @throws IllegalArgumentException if a value cannot be understood; the message names the
   *     variable and no secret
   */
  public static Optional<Tracing> of(
      Variables variables, TraceMeter meter, String version, Clock clock) {
    return TraceSettings.of(variables)
        .map(settings -> new Tracing(settings, meter, version, clock));
  }

  private static SpanExporter exporter(OtlpTarget target) {
    return target.grpc() ? byGrpc(target) : byHttp(target);
  }

  private static SpanExporter byHttp(OtlpTarget target) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(target.endpoint().toString())
            .setTimeout(target.timeout());
    target.headers().forEach(exporter::addHeader);
    if (target.gzip()) {
      exporter.setCompression("gzip");
    }
    return exporter.build();
  }

  private static SpanExporter byGrpc(OtlpTarget target) {
    OtlpGrpcSpanExporterBuilder exporter =
        OtlpGrpcSpanExporter.builder()
            .setEndpoint(target.endpoint().toString())
            .setTimeout(target.timeout());
    target.headers().forEach(exporter::addHeader);
    if (target.gzip()) {
      exporter.setCompression("gzip");
    }
    return exporter.build();
  }

  /** Spans that have ended and are neither sent nor given up. */
  long waiting() {
    return export.waiting();
  }

  @Override
  public FlowTrace open(Pipeline pipeline) {
    return new FollowedFlow(parts, pipeline);
  }

  /** Sends what there is; waits some seconds at most. */
  @Override
  public void close() {
    var unused = provider.shutdown().join(END_SECONDS, TimeUnit.SECONDS);
  }
}
