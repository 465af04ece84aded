package io.sluice.server.otlp;

import static java.util.Objects.requireNonNull;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.zip.GZIPInputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.Protocol;
import okio.Buffer;

/**
 * Takes OpenTelemetry's protocol by gRPC over HTTP/2, as a collector does on port 4317, and keeps
 * the names of what comes. Knows callers by a header.
 */
public final class GrpcReceiver implements AutoCloseable {
  private static final String HEADER = "x-who";

  private final MockWebServer server = new MockWebServer();
  private final Set<String> spans = new ConcurrentSkipListSet<>();
  private final Set<String> metrics = new ConcurrentSkipListSet<>();
  private final Set<String> callers = new ConcurrentSkipListSet<>();

  public GrpcReceiver() throws IOException {
    server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            try {
              take(request);
            } catch (IOException broken) {
              throw new UncheckedIOException(broken);
            }
            return new MockResponse.Builder()
                .addHeader("content-type", "application/grpc")
                .body(new Buffer().writeByte(0).writeInt(0))
                .trailers(Headers.of("grpc-status", "0"))
                .build();
          }
        });
    server.start();
  }

  /** A message has a flag, whether it is compressed, and its length before it. */
  private void take(RecordedRequest request) throws IOException {
    callers.add(String.valueOf(request.getHeaders().get(HEADER)));
    byte[] body = requireNonNull(request.getBody()).toByteArray();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
      boolean compressed = in.readByte() == 1;
      byte[] bytes = in.readNBytes(in.readInt());
      InputStream raw = new ByteArrayInputStream(bytes);
      InputStream message = compressed ? new GZIPInputStream(raw) : raw;
      switch (request.getTarget()) {
        case "/opentelemetry.proto.collector.trace.v1.TraceService/Export" ->
            ExportTraceServiceRequest.parseFrom(message)
                .getResourceSpansList()
                .forEach(
                    all ->
                        all.getScopeSpansList()
                            .forEach(
                                scope ->
                                    scope
                                        .getSpansList()
                                        .forEach(span -> spans.add(span.getName()))));
        case "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" ->
            ExportMetricsServiceRequest.parseFrom(message)
                .getResourceMetricsList()
                .forEach(
                    all ->
                        all.getScopeMetricsList()
                            .forEach(
                                scope ->
                                    scope
                                        .getMetricsList()
                                        .forEach(metric -> metrics.add(metric.getName()))));
        default -> throw new IOException("nobody asks for " + request.getTarget());
      }
    }
  }

  /** What {@code sluice.yaml} says of it. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** Names of all spans that came. */
  public Set<String> spans() {
    return Set.copyOf(spans);
  }

  /** Names of all metrics that came. */
  public Set<String> metrics() {
    return Set.copyOf(metrics);
  }

  /** What requests had as {@code x-who}. */
  public Set<String> callers() {
    return Set.copyOf(callers);
  }

  @Override
  public void close() {
    server.close();
  }
}
