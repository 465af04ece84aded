package io.sluice.server.trace;

import io.opentelemetry.api.trace.SpanContext;
import org.slf4j.MDC;

/**
 * What is logged on this thread carries a trace's ids, by the names that OpenTelemetry gives them.
 */
final class LogIds {
  private static final String TRACE = "trace_id";
  private static final String SPAN = "span_id";

  private LogIds() {}

  static void set(SpanContext context) {
    MDC.put(TRACE, context.getTraceId());
    MDC.put(SPAN, context.getSpanId());
  }

  static void clear() {
    MDC.remove(TRACE);
    MDC.remove(SPAN);
  }
}
