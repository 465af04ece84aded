package io.sluice.server.otlp;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes OpenTelemetry's protocol by HTTP, as a collector does, and keeps what comes. */
public final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Map<String, Object>> resources = new CopyOnWriteArrayList<>();
  private volatile Map<String, Metric> metrics = Map.of();
  private volatile int status = 200;

  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", exchange -> answer(exchange, this::takeSpans));
    server.createContext("/v1/metrics", exchange -> answer(exchange, this::takeMetrics));
    server.start();
  }

  private interface Taker {
    void take(InputStream body) throws IOException;
  }

  private void answer(HttpExchange exchange, Taker taker) throws IOException {
    boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream body = gzip ? new GZIPInputStream(raw) : raw) {
      if (status == 200) {
        taker.take(body);
      }
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void takeSpans(InputStream body) throws IOException {
    ExportTraceServiceRequest.parseFrom(body)
        .getResourceSpansList()
        .forEach(
            resource -> {
              resources.add(attributes(resource.getResource().getAttributesList()));
              resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
            });
  }

  private void takeMetrics(InputStream body) throws IOException {
    metrics =
        ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().stream()
            .flatMap(resource -> resource.getScopeMetricsList().stream())
            .flatMap(scope -> scope.getMetricsList().stream())
            .collect(Collectors.toMap(Metric::getName, metric -> metric));
  }

  /** What a program has in its environment that sends here. */
  public Map<String, String> environment(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort());
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  /** From here on every request is answered so. */
  public void answerWith(int next) {
    status = next;
  }

  /** All spans that came. */
  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /** Those of one trace, by their names; of several with one name the first that came. */
  public Map<String, Span> trace(String id) {
    return spans.stream()
        .filter(span -> hex(span.getTraceId()).equals(id))
        .collect(Collectors.toMap(Span::getName, span -> span, (one, other) -> one));
  }

  /** Who sent spans. */
  public List<Map<String, Object>> resources() {
    return List.copyOf(resources);
  }

  /** Those that came last, by their names. */
  public Map<String, Metric> metrics() {
    return metrics;
  }

  /** An id as people see it. */
  public static String hex(ByteString id) {
    StringBuilder text = new StringBuilder();
    id.forEach(one -> text.append(String.format("%02x", one)));
    return text.toString();
  }

  /** Texts and whole numbers. */
  public static Map<String, Object> attributes(List<KeyValue> values) {
    return values.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                one ->
                    one.getValue().getValueCase() == AnyValue.ValueCase.INT_VALUE
                        ? one.getValue().getIntValue()
                        : one.getValue().getStringValue()));
  }

  /** Of a span. */
  public static Map<String, Object> attributes(Span span) {
    return attributes(span.getAttributesList());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
