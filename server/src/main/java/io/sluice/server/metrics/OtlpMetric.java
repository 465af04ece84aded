package io.sluice.server.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import io.sluice.engine.figures.Latency;
import java.util.List;

/**
 * A family in OpenTelemetry's form: cumulative, and under the name that Prometheus has, without the
 * ending that is Prometheus' own. A collector that makes Prometheus' form of it gets the same
 * names.
 */
record OtlpMetric(Resource getResource, Family family, MetricDataType getType, Data<?> getData)
    implements MetricData {
  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("io.sluice");
  private static final String TOTAL = "_total";

  /**
   * @param sinceNanos when counters began at zero, since 1970
   * @param nowNanos since 1970
   */
  static OtlpMetric of(
      Resource resource, Family family, List<Sample> samples, long sinceNanos, long nowNanos) {
    return switch (family.type()) {
      case COUNTER ->
          new OtlpMetric(
              resource,
              family,
              MetricDataType.DOUBLE_SUM,
              SumData.createDoubleSumData(
                  true, AggregationTemporality.CUMULATIVE, points(samples, sinceNanos, nowNanos)));
      case GAUGE ->
          new OtlpMetric(
              resource,
              family,
              MetricDataType.DOUBLE_GAUGE,
              GaugeData.createDoubleGaugeData(points(samples, nowNanos, nowNanos)));
      case HISTOGRAM ->
          new OtlpMetric(
              resource,
              family,
              MetricDataType.HISTOGRAM,
              HistogramData.create(
                  AggregationTemporality.CUMULATIVE,
                  samples.stream()
                      .map(sample -> histogram(sample, sinceNanos, nowNanos))
                      .toList()));
    };
  }

  private static List<DoublePointData> points(List<Sample> samples, long since, long now) {
    return samples.stream()
        .map(
            sample ->
                DoublePointData.create(since, now, attributes(sample), sample.value(), List.of()))
        .toList();
  }

  private static HistogramPointData histogram(Sample sample, long since, long now) {
    Latency latency = sample.latency() == null ? Latency.NONE : sample.latency();
    return HistogramPointData.create(
        since,
        now,
        attributes(sample),
        latency.sumMillis() / 1000.0,
        false,
        0,
        false,
        0,
        LatencyBounds.SECONDS,
        LatencyBounds.counts(latency));
  }

  private static Attributes attributes(Sample sample) {
    AttributesBuilder attributes = Attributes.builder();
    for (int i = 0; i < sample.labels().size(); i++) {
      attributes.put(sample.family().labels().get(i), sample.labels().get(i));
    }
    return attributes.build();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public String getName() {
    String metric = family.metric();
    return metric.endsWith(TOTAL) ? metric.substring(0, metric.length() - TOTAL.length()) : metric;
  }

  @Override
  public String getDescription() {
    return family.help();
  }

  @Override
  public String getUnit() {
    return getName().endsWith("_seconds") ? "s" : getName().endsWith("_bytes") ? "By" : "";
  }
}
