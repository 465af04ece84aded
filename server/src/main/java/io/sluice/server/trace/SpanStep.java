package io.sluice.server.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.sluice.engine.fault.Ticker;
import io.sluice.engine.trace.TraceStep;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that several traces have a span of: what is put may be of several batches. While it lasts,
 * what its thread logs carries the ids of the first.
 */
final class SpanStep implements TraceStep {
  private static final Logger log = LoggerFactory.getLogger(SpanStep.class);

  /**
   * @param moments of the span's trace
   */
  record Part(Span span, Moments moments) {}

  private final List<Part> parts;
  private final Ticker ticker;
  private final String what;

  /**
   * @param parts begun on this thread; not empty
   * @param what for the log
   */
  SpanStep(List<Part> parts, Ticker ticker, String what) {
    this.parts = List.copyOf(parts);
    this.ticker = ticker;
    this.what = what;
    LogIds.set(parts.get(0).span().getSpanContext());
  }

  @Override
  public void ended() {
    end();
  }

  @Override
  public void failed(Throwable failure) {
    log.info(
        "{} has failed by {}; what the run does about it is said by the run", what, name(failure));
    parts.forEach(part -> fail(part.span(), failure));
    end();
  }

  /** By its kind alone: a database's message may have values of rows in it. */
  static void fail(Span span, Throwable failure) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute(Keys.ERROR, name(failure));
  }

  /** Of the innermost cause, which is the one that tells. */
  private static String name(Throwable failure) {
    Throwable inner = failure;
    for (int depth = 0; depth < 8 && inner.getCause() != null; depth++) {
      inner = inner.getCause();
    }
    return inner.getClass().getName();
  }

  private void end() {
    long now = ticker.nanos();
    for (Part part : parts) {
      part.span().end(part.moments().of(now), TimeUnit.NANOSECONDS);
    }
    LogIds.clear();
  }
}
