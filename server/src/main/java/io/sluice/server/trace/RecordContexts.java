package io.sluice.server.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The traces that records say they are of, by the header {@code traceparent} of the W3C's Trace
 * Context (https://www.w3.org/TR/trace-context/, version 00).
 */
final class RecordContexts {
  static final String HEADER = "traceparent";

  /** More links than that nobody reads. */
  private static final int MOST = 32;

  private static final int VERSION_END = 2;
  private static final int TRACE = 3;
  private static final int SPAN = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;

  private RecordContexts() {}

  /** Each once, in the order in which they come up, at most so many. */
  static List<SpanContext> of(List<SourceRecord> records) {
    Map<String, SpanContext> found = new LinkedHashMap<>();
    for (int i = 0; i < records.size() && found.size() < MOST; i++) {
      SourceRecord record = records.get(i);
      if (!record.headers().isEmpty()) {
        Header header = record.headers().lastWithName(HEADER);
        SpanContext context = header == null ? null : read(header.value());
        if (context != null) {
          found.put(context.getSpanId(), context);
        }
      }
    }
    return new ArrayList<>(found.values());
  }

  /** As a record hands it on. */
  static String write(SpanContext context) {
    return "00-"
        + context.getTraceId()
        + "-"
        + context.getSpanId()
        + "-"
        + context.getTraceFlags().asHex();
  }

  /** Null if it is none: a header of that name may be anybody's. */
  private static @Nullable SpanContext read(@Nullable Object value) {
    String text = value instanceof byte[] bytes ? new String(bytes, US_ASCII) : value + "";
    boolean sound =
        text.length() == LENGTH
            && text.startsWith("00-")
            && text.charAt(VERSION_END) == '-'
            && text.charAt(SPAN - 1) == '-'
            && text.charAt(FLAGS - 1) == '-';
    if (!sound) {
      return null;
    }
    String trace = text.substring(TRACE, SPAN - 1);
    String span = text.substring(SPAN, FLAGS - 1);
    String flags = text.substring(FLAGS);
    if (!TraceId.isValid(trace) || !SpanId.isValid(span) || !flags.matches("[0-9a-f]{2}")) {
      return null;
    }
    return SpanContext.createFromRemoteParent(
        trace, span, TraceFlags.fromHex(flags, 0), TraceState.getDefault());
  }
}
