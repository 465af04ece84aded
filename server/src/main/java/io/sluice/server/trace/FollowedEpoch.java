package io.sluice.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one checkpoint, which has batches that are followed: of its own, since it is theirs
 * together. Links tell which. Guarded by its flow.
 */
final class FollowedEpoch {
  private final Tracer tracer;
  private final long epoch;
  private final Moments moments;
  private final List<FollowedBatch> batches = new ArrayList<>();
  private @Nullable Span root;

  FollowedEpoch(Tracer tracer, long epoch, Moments moments) {
    this.tracer = tracer;
    this.epoch = epoch;
    this.moments = moments;
  }

  void add(List<FollowedBatch> more) {
    batches.addAll(more);
  }

  List<FollowedBatch> batches() {
    return List.copyOf(batches);
  }

  /** All source tasks have ended their part of it: now it is known which batches it has. */
  void barrier(String name, Attributes attributes, long since, long until) {
    SpanBuilder builder =
        tracer
            .spanBuilder(name)
            .setNoParent()
            .setAllAttributes(attributes)
            .setAttribute(Keys.EPOCH, epoch)
            .setStartTimestamp(moments.of(since), TimeUnit.NANOSECONDS);
    batches.forEach(batch -> builder.addLink(batch.context()));
    Span whole = builder.startSpan();
    // They are followed, so this is; but for a sampler that decides of each trace alone.
    if (whole.getSpanContext().isSampled()) {
      root = whole;
      step("barrier", since, until);
    }
  }

  /** A step that is over. */
  void step(String name, long since, long until) {
    Span whole = root;
    if (whole != null) {
      Span span =
          tracer
              .spanBuilder(name)
              .setParent(Context.root().with(whole))
              .setStartTimestamp(moments.of(since), TimeUnit.NANOSECONDS)
              .startSpan();
      span.end(moments.of(until), TimeUnit.NANOSECONDS);
    }
  }

  /** A sink begins to commit it: here, and in the trace of each of its batches. */
  List<SpanStep.Part> commits(String name, Attributes attributes, long since) {
    List<SpanStep.Part> parts = new ArrayList<>();
    List<SpanContext> links = new ArrayList<>();
    Span whole = root;
    if (whole != null) {
      links.add(whole.getSpanContext());
      Span span =
          tracer
              .spanBuilder(name)
              .setParent(Context.root().with(whole))
              .setSpanKind(SpanKind.CLIENT)
              .setAllAttributes(attributes)
              .setStartTimestamp(moments.of(since), TimeUnit.NANOSECONDS)
              .startSpan();
      parts.add(new SpanStep.Part(span, moments));
    }
    batches.forEach(batch -> parts.add(batch.begin(name, attributes, since, links)));
    return parts;
  }

  /** It is over, well or not. */
  void end(String outcome, long at) {
    Span whole = root;
    if (whole != null) {
      whole.setAttribute(Keys.OUTCOME, outcome);
      whole.end(moments.of(at), TimeUnit.NANOSECONDS);
    }
  }
}
