package io.sluice.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.sluice.engine.trace.BatchTrace;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The trace of one batch. Thread-safe, since sinks may have its first records early. */
final class FollowedBatch implements BatchTrace {
  private final Tracer tracer;
  private final Span root;
  private final Context context;
  private final Moments moments;
  private final boolean handOn;
  private final Consumer<FollowedBatch> onPassed;

  /**
   * @param root spans the whole way
   * @param handOn whether its records say whose they are
   * @param onPassed told when all of it is in the lanes
   */
  FollowedBatch(
      Tracer tracer, Span root, Moments moments, boolean handOn, Consumer<FollowedBatch> onPassed) {
    this.tracer = tracer;
    this.root = root;
    this.context = Context.root().with(root);
    this.moments = moments;
    this.handOn = handOn;
    this.onPassed = onPassed;
  }

  SpanContext context() {
    return root.getSpanContext();
  }

  @Override
  public @Nullable String header() {
    return handOn ? RecordContexts.write(context()) : null;
  }

  /** A part of its way that is over. */
  Span span(Context parent, String name, Attributes attributes, long since, long until) {
    Span span =
        tracer
            .spanBuilder(name)
            .setParent(parent)
            .setAllAttributes(attributes)
            .setStartTimestamp(moments.of(since), TimeUnit.NANOSECONDS)
            .startSpan();
    span.end(moments.of(until), TimeUnit.NANOSECONDS);
    return span;
  }

  /** A call of its poll. */
  void polled(String name, Attributes attributes, long since, long until) {
    Span span =
        tracer
            .spanBuilder(name)
            .setParent(context)
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(attributes)
            .setStartTimestamp(moments.of(since), TimeUnit.NANOSECONDS)
            .startSpan();
    span.end(moments.of(until), TimeUnit.NANOSECONDS);
  }

  @Override
  public void waited(long since, long until) {
    span(context, "wait", Attributes.empty(), since, until);
  }

  @Override
  public void passed(Passed passed) {
    Attributes counts =
        Attributes.of(Keys.FILTERED, passed.filtered(), Keys.REFUSED, passed.refused());
    Span whole = span(context, "transform", counts, passed.since(), passed.until());
    Context within = Context.root().with(whole);
    // Records go through all transforms one by one. So each has what its calls took together, end
    // to end from the beginning.
    long at = passed.since();
    for (TransformTime time : passed.transforms()) {
      span(
          within,
          "transform " + time.transform(),
          Attributes.of(Keys.TRANSFORM, time.transform()),
          at,
          at + time.nanos());
      at += time.nanos();
    }
    LogIds.clear();
    onPassed.accept(this);
  }

  /** A call of a sink that begins now. */
  SpanStep.Part begin(String name, Attributes attributes, long since, Iterable<SpanContext> links) {
    SpanBuilder builder =
        tracer
            .spanBuilder(name)
            .setParent(context)
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(attributes)
            .setStartTimestamp(moments.of(since), TimeUnit.NANOSECONDS);
    links.forEach(builder::addLink);
    return new SpanStep.Part(builder.startSpan(), moments);
  }

  @Override
  public void brokeOff(Throwable failure) {
    LogIds.clear();
    SpanStep.fail(root, failure);
  }

  /** All of it is in the sinks. */
  void committed(long epoch, long at) {
    root.setAttribute(Keys.EPOCH, epoch);
    root.setAttribute(Keys.OUTCOME, "committed");
    root.end(moments.of(at), TimeUnit.NANOSECONDS);
  }

  /** Its flow is over: it is polled again by another one, if there is one. */
  void abandoned(long at) {
    root.setAttribute(Keys.OUTCOME, "abandoned");
    root.end(moments.of(at), TimeUnit.NANOSECONDS);
  }
}
