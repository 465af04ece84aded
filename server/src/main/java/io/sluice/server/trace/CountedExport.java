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
 * between the two they wait in a queue. What the queue has no place for is counted as lost and does
 * not get there, since a queue that is full drops without a word. Thread-safe.
 */
final class CountedExport implements SpanExporter {
  private final SpanExporter exporter;
  private final TraceMeter meter;
  private final long places;
  private final AtomicLong waiting = new AtomicLong();

  /**
   * @param places how many spans wait at most
   */
  CountedExport(SpanExporter exporter, TraceMeter meter, long places) {
    this.exporter = exporter;
    this.meter = meter;
    this.places = places;
  }

  /** Spans that have ended and are neither sent nor given up. */
  long waiting() {
    return waiting.get();
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result;
    try {
      result = exporter.export(spans);
    } catch (RuntimeException | Error broken) {
      lost(count);
      throw broken;
    }
    result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            waiting.addAndGet(-count);
            meter.sent(count);
          } else {
            lost(count);
          }
        });
    return result;
  }

  private void lost(int count) {
    waiting.addAndGet(-count);
    meter.lost(count);
  }

  private boolean takePlace() {
    return waiting.getAndUpdate(taken -> taken < places ? taken + 1 : taken) < places;
  }

  /**
   * Stands before a queue, and hands on what has a place there.
   *
   * @param queue with as many places as this, whose end is this exporter
   */
  SpanProcessor before(SpanProcessor queue) {
    return new Entry(queue);
  }

  private final class Entry implements SpanProcessor {
    private final SpanProcessor queue;

    Entry(SpanProcessor queue) {
      this.queue = queue;
    }

    @Override
    public boolean isStartRequired() {
      return queue.isStartRequired();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      queue.onStart(parent, span);
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (!span.getSpanContext().isSampled()) {
        return;
      }
      if (takePlace()) {
        queue.onEnd(span);
      } else {
        meter.lost(1);
      }
    }

    @Override
    public CompletableResultCode forceFlush() {
      return queue.forceFlush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return queue.shutdown();
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
