package io.sluice.server.metrics;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.engine.figures.Latency;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that Prometheus scrapes, made when it asks: in its text format, or as OpenMetrics if the
 * client prefers that. Thread-safe.
 */
public final class PrometheusPage {
  private static final String TOTAL = "_total";
  private static final String INFO = "_info";
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final Collected collected;
  private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

  public PrometheusPage(Collected collected) {
    this.collected = requireNonNull(collected);
  }

  /** Which form a client gets, as the header {@code Content-Type} says it. */
  public String contentType(@Nullable String accept) {
    return writer(accept).getContentType();
  }

  /**
   * Writes it, in UTF-8.
   *
   * @param accept the client's header; null if it sent none
   */
  public void write(@Nullable String accept, OutputStream to) throws IOException {
    writer(accept).write(to, snapshots(collected.now()));
  }

  /** The same as bytes. */
  public byte[] bytes(@Nullable String accept) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(accept, bytes);
    return bytes.toByteArray();
  }

  private ExpositionFormatWriter writer(@Nullable String accept) {
    return accept != null && accept.contains(OPEN_METRICS) ? openMetrics : prometheus;
  }

  private static MetricSnapshots snapshots(Map<Family, List<Sample>> families) {
    return new MetricSnapshots(
        families.entrySet().stream()
            .map(entry -> snapshot(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static MetricSnapshot snapshot(Family family, List<Sample> samples) {
    return switch (family.type()) {
      case COUNTER -> counter(family, samples);
      case GAUGE -> family.metric().endsWith(INFO) ? info(family, samples) : gauge(family, samples);
      case HISTOGRAM -> histogram(family, samples);
    };
  }

  private static MetricSnapshot counter(Family family, List<Sample> samples) {
    var snapshot = CounterSnapshot.builder().name(without(family, TOTAL)).help(family.help());
    for (Sample sample : samples) {
      snapshot.dataPoint(
          CounterDataPointSnapshot.builder().labels(labels(sample)).value(sample.value()).build());
    }
    return snapshot.build();
  }

  private static MetricSnapshot gauge(Family family, List<Sample> samples) {
    var snapshot = GaugeSnapshot.builder().name(family.metric()).help(family.help());
    for (Sample sample : samples) {
      snapshot.dataPoint(
          GaugeDataPointSnapshot.builder().labels(labels(sample)).value(sample.value()).build());
    }
    return snapshot.build();
  }

  private static MetricSnapshot info(Family family, List<Sample> samples) {
    var snapshot = InfoSnapshot.builder().name(without(family, INFO)).help(family.help());
    for (Sample sample : samples) {
      snapshot.dataPoint(InfoDataPointSnapshot.builder().labels(labels(sample)).build());
    }
    return snapshot.build();
  }

  private static MetricSnapshot histogram(Family family, List<Sample> samples) {
    var snapshot = HistogramSnapshot.builder().name(family.metric()).help(family.help());
    for (Sample sample : samples) {
      Latency latency = sample.latency() == null ? Latency.NONE : sample.latency();
      snapshot.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(labels(sample))
              .classicHistogramBuckets(buckets(latency))
              .sum(latency.sumMillis() / 1000.0)
              .build());
    }
    return snapshot.build();
  }

  private static ClassicHistogramBuckets buckets(Latency latency) {
    var buckets = ClassicHistogramBuckets.builder();
    List<Long> counts = LatencyBounds.counts(latency);
    for (int i = 0; i < counts.size(); i++) {
      boolean last = i == LatencyBounds.SECONDS.size();
      buckets.bucket(last ? Double.POSITIVE_INFINITY : LatencyBounds.SECONDS.get(i), counts.get(i));
    }
    return buckets.build();
  }

  private static Labels labels(Sample sample) {
    return Labels.of(sample.family().labels(), sample.labels());
  }

  private static String without(Family family, String suffix) {
    return family.metric().substring(0, family.metric().length() - suffix.length());
  }
}
