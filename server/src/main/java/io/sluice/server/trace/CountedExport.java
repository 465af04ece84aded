package io.sluice.server.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.sluice.server.metrics.TraceMeter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts spans that have ended on the one side, and those that were sent or given up on the other:
 * between the two they wait in a queue. Thread-safe.
 */
final class CountedExport implements SpanExporter {
  private final SpanExporter exporter;
  private final TraceMeter meter;
  private final AtomicLong ended = new AtomicLong();

  CountedExport(SpanExporter exporter, TraceMeter meter) {
    this.exporter = exporter;
    this.meter = meter;
  }

  /** Spans that have ended and are neither sent nor given up. */
  long waiting() {
    return ended.get() - meter.settled();
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            meter.sent(count);
          } else {
            meter.lost(count);
          }
        });
    return result;
  }

  /** Counts what ends; before whoever queues it. */
  SpanProcessor ends() {
    return new Ends();
  }

  private final class Ends implements SpanProcessor {
    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isEndRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (span.getSpanContext().isSampled()) {
        ended.incrementAndGet();
      }
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  @Override
  public void close() {
    exporter.close();
  }
}
