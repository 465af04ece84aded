package io.sluice.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.sluice.engine.figures.LatencyMeter;
import io.sluice.server.health.HealthWatch;
import io.sluice.server.history.History;
import io.sluice.server.history.Pulse;
import io.sluice.server.otlp.OtlpSignal;
import io.sluice.server.otlp.OtlpTarget;
import io.sluice.server.otlp.Variables;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.server.view.Views;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.HandClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A receiver of OpenTelemetry's protocol gets what Prometheus would. */
@Timeout(60)
class OtlpMetricsTest {
  private static final String HEADER = "x-api-key";

  @TempDir Path folder;
  private final HandClock clock = new HandClock(Views.START);
  private final Views shop = new Views();
  private final Totals totals = new Totals();
  private final BlockingQueue<ExportMetricsServiceRequest> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> keys = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private StateDatabase state;
  private History history;
  private Pulse pulse;
  private Collected collected;

  private final Pipelines pipelines =
      new Pipelines() {
        @Override
        public List<PipelineView> all() {
          return List.of(shop.make());
        }

        @Override
        public Optional<PipelineView> named(String name) {
          return Optional.of(shop.make());
        }
      };

  @BeforeEach
  void open() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/v1/metrics",
        exchange -> {
          try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            received.add(ExportMetricsServiceRequest.parseFrom(body));
            keys.add(exchange.getRequestHeaders().getFirst(HEADER));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    state = StateDatabase.open(folder, clock);
    history = new History(state, clock);
    pulse = new Pulse(pipelines, clock::nanos);
    collected =
        new Collected(
            new Collected.Sources(
                pipelines,
                pulse,
                totals,
                new HealthWatch(history, clock),
                new OpenLetters(Map::of, clock),
                new HttpMeter(),
                Optional.empty()),
            "1.2.3",
            clock);
  }

  @AfterEach
  void close() {
    pulse.close();
    history.close();
    state.close();
    receiver.stop(0);
  }

  private OtlpMetrics metrics(String... more) {
    Variables variables = variables(more);
    return new OtlpMetrics(
        collected,
        OtlpTarget.of(variables, OtlpSignal.METRICS).orElseThrow(),
        variables.millis("OTEL_METRIC_EXPORT_INTERVAL", 60_000),
        clock);
  }

  private Variables variables(String... more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + receiver.getAddress().getPort(),
                "OTEL_EXPORTER_OTLP_HEADERS",
                HEADER + "=s3cr%20t",
                "OTEL_EXPORTER_OTLP_COMPRESSION",
                "gzip",
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment=test"));
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return new Variables(environment);
  }

  @Test
  void counters_gauges_and_distributions_come_with_their_labels_and_resource() throws Exception {
    LatencyMeter meter = new LatencyMeter();
    meter.add(3, 10);
    meter.add(700, 5);
    shop.latency = meter.read();
    shop.polled = 120;
    shop.freshness = Duration.ofSeconds(7);
    totals.look(pipelines.all());
    try (OtlpMetrics otlp = metrics()) {
      assertThat(otlp).isNotNull(); // Its end sends, whatever the interval.
    }

    ExportMetricsServiceRequest request = received.poll(20, TimeUnit.SECONDS);

    assertThat(keys.poll()).isEqualTo("s3cr t");
    ResourceMetrics resource = request.getResourceMetrics(0);
    assertThat(attributes(resource.getResource().getAttributesList()))
        .containsEntry("service.name", "sluice")
        .containsEntry("deployment.environment", "test");
    Map<String, Metric> metrics =
        resource.getScopeMetrics(0).getMetricsList().stream()
            .collect(Collectors.toMap(Metric::getName, metric -> metric));
    Metric polled = named(metrics, "sluice_records_polled");
    assertThat(polled.getSum().getIsMonotonic()).isTrue();
    assertThat(polled.getSum().getDataPoints(0).getAsDouble()).isEqualTo(120);
    assertThat(attributes(polled.getSum().getDataPoints(0).getAttributesList()))
        .containsExactlyInAnyOrderEntriesOf(Map.of("pipeline", "shop", "namespace", "default"));
    Metric freshness = named(metrics, "sluice_freshness_seconds");
    assertThat(freshness.getUnit()).isEqualTo("s");
    assertThat(freshness.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(7);
    HistogramDataPoint latency =
        named(metrics, "sluice_sink_latency_seconds").getHistogram().getDataPoints(0);
    assertThat(latency.getCount()).isEqualTo(15);
    assertThat(latency.getSum()).isEqualTo(3.53);
    assertThat(latency.getExplicitBoundsList()).startsWith(0.001, 0.002, 0.004).hasSize(22);
    assertThat(latency.getBucketCountsList().subList(0, 4)).containsExactly(0L, 0L, 10L, 0L);
    assertThat(latency.getBucketCountsList()).hasSize(23);
  }

  private static Metric named(Map<String, Metric> metrics, String name) {
    return Objects.requireNonNull(metrics.get(name), name);
  }

  private static Map<String, String> attributes(List<KeyValue> values) {
    return values.stream()
        .collect(Collectors.toMap(KeyValue::getKey, one -> one.getValue().getStringValue()));
  }

  @Test
  void it_is_sent_again_and_again() throws Exception {
    shop.freshness = Duration.ofSeconds(7);
    try (OtlpMetrics otlp = metrics("OTEL_METRIC_EXPORT_INTERVAL", "50")) {
      assertThat(otlp).isNotNull();
      awaitFreshness(7);
      shop.freshness = Duration.ofSeconds(9);
      awaitFreshness(9); // While it is open: only the interval sends.
      awaitFreshness(9); // Again, although nothing is new.
    }
  }

  /** Until so much is told, by one that comes from now on. */
  private void awaitFreshness(double seconds) throws InterruptedException {
    received.clear();
    List<Double> told;
    do {
      ExportMetricsServiceRequest next = received.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("what comes before %s s are told", seconds).isNotNull();
      told =
          next.getResourceMetricsList().stream()
              .flatMap(resource -> resource.getScopeMetricsList().stream())
              .flatMap(scope -> scope.getMetricsList().stream())
              .filter(metric -> metric.getName().equals("sluice_freshness_seconds"))
              .map(metric -> metric.getGauge().getDataPoints(0).getAsDouble())
              .toList();
    } while (!told.equals(List.of(seconds)));
  }
}
