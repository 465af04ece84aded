package io.sluice.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Follows what is followed already: where records of a batch carry a trace's context, the batch is
 * followed if one of those traces is. A batch of several has them as links, which OpenTelemetry's
 * own sampler by parents does not look at.
 */
final class RecordsSampler implements Sampler {
  private final Sampler others;
  private final Sampler byParent;

  /**
   * @param others decides of batches whose records carry no context
   */
  RecordsSampler(Sampler others) {
    this.others = others;
    this.byParent = Sampler.parentBased(others);
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    if (links.isEmpty() || Span.fromContext(parent).getSpanContext().isValid()) {
      return byParent.shouldSample(parent, traceId, name, kind, attributes, links);
    }
    boolean followed = links.stream().anyMatch(link -> link.getSpanContext().isSampled());
    return followed ? SamplingResult.recordAndSample() : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return "RecordsSampler{" + others.getDescription() + "}";
  }
}
