package io.sluice.server;

import static io.sluice.server.otlp.Receiver.attributes;
import static io.sluice.server.otlp.Receiver.hex;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.sluice.pipeline.server.ServerSpec;
import io.sluice.project.Project;
import io.sluice.server.otlp.GrpcReceiver;
import io.sluice.server.otlp.Receiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with real pipelines sends what it tells to who takes OpenTelemetry's protocol. */
@Timeout(120)
class TelemetryTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Receiver receiver;
  private @Nullable Project project;
  private @Nullable SluiceServer server;
  private String token = "";

  @BeforeEach
  void open() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    stop();
    receiver.close();
  }

  private void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
    if (project != null) {
      project.close();
      project = null;
    }
  }

  private void start(String... environment) throws IOException {
    startWith(receiver.environment(environment));
  }

  private void startWith(Map<String, String> environment) throws IOException {
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: lines
        source:
          connector: io.sluice.server.fleet.LineSource
          config: {file: "%1$s/in"}
        transforms:
          - type: org.apache.kafka.connect.transforms.InsertHeader
            header: by
            value.literal: us
        sinks:
          - {name: paper, connector: io.sluice.server.fleet.LineSink, config: {file: "%1$s/paper"}}
          - {name: stone, connector: io.sluice.server.fleet.LineSink, config: {file: "%1$s/stone"}}
        checkpoint: {interval: 50ms}
        retry: {backoff: 10ms}
        """
            .formatted(folder));
    ServerSpec usual = ServerSpec.DEFAULT;
    ServerSpec free =
        new ServerSpec(
            usual.host(),
            0,
            usual.url(),
            usual.tls(),
            usual.trustedProxies(),
            usual.sessions(),
            usual.tokens(),
            usual.oidc());
    Project opened = Projects.in(folder, environment);
    project = opened;
    SluiceServer started =
        SluiceServer.start(
            opened, ServerSettings.of(opened, free, true, "state.db", "1.2.3"), Clock.systemUTC());
    server = started;
    token = started.firstToken().orElseThrow();
  }

  private static long records(Span span) {
    return (Long) requireNonNull(attributes(span).get("messaging.batch.message_count"));
  }

  private List<Span> roots(String name) {
    return receiver.spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  private Span awaitRoot(String name) {
    return await().atMost(SOON).until(() -> roots(name), roots -> !roots.isEmpty()).get(0);
  }

  @Test
  void one_trace_has_a_batch_from_its_poll_to_its_commit_in_every_sink() throws IOException {
    Files.writeString(folder.resolve("in"), "one\ntwo\nthree\n");
    start("OTEL_TRACES_SAMPLER", "always_on", "OTEL_BSP_SCHEDULE_DELAY", "50");
    Span batch = awaitRoot("batch lines");
    String id = hex(batch.getTraceId());
    Map<String, Span> trace = receiver.trace(id);

    assertThat(trace.keySet())
        .contains(
            "poll io.sluice.server.fleet.LineSource",
            "transform",
            "put paper",
            "put stone",
            "commit paper",
            "commit stone");
    assertThat(attributes(batch))
        .containsEntry("messaging.system", "sluice")
        .containsEntry("messaging.batch.message_count", 3L)
        .containsEntry("messaging.destination.name", "lines")
        .containsEntry("sluice.pipeline", "lines")
        .containsEntry("sluice.outcome", "committed");
    Span transform = requireNonNull(trace.get("transform"));
    Span own =
        trace.values().stream()
            .filter(span -> span.getName().startsWith("transform "))
            .findFirst()
            .orElseThrow();
    assertThat(own.getParentSpanId()).isEqualTo(transform.getSpanId());
    for (String child : List.of("transform", "put paper", "put stone", "commit stone")) {
      Span span = requireNonNull(trace.get(child));
      assertThat(span.getParentSpanId()).as(child).isEqualTo(batch.getSpanId());
      assertThat(span.getStartTimeUnixNano()).isGreaterThanOrEqualTo(batch.getStartTimeUnixNano());
      assertThat(span.getEndTimeUnixNano()).isLessThanOrEqualTo(batch.getEndTimeUnixNano());
    }
    List<Long> inOrder = new ArrayList<>();
    for (String step :
        List.of("poll io.sluice.server.fleet.LineSource", "transform", "put paper")) {
      inOrder.add(requireNonNull(trace.get(step)).getStartTimeUnixNano());
    }
    inOrder.add(requireNonNull(trace.get("commit paper")).getStartTimeUnixNano());
    assertThat(inOrder).isSorted();
    assertThat(attributes(requireNonNull(trace.get("put paper"))))
        .containsEntry("sluice.sink", "paper")
        .containsEntry("messaging.operation.type", "send");
    // A checkpoint that comes while a topic is opened makes two puts of it.
    assertThat(
            roots("put paper").stream()
                .filter(span -> span.getTraceId().equals(batch.getTraceId()))
                .mapToLong(TelemetryTest::records)
                .sum())
        .isEqualTo(3);
    Map<String, Object> resource = receiver.resources().get(0);
    assertThat(resource).containsEntry("service.name", "sluice");
  }

  @Test
  void a_checkpoint_has_a_trace_of_its_own_that_is_linked_with_its_batches() throws IOException {
    Files.writeString(folder.resolve("in"), "one\n");
    start("OTEL_TRACES_SAMPLER", "always_on", "OTEL_BSP_SCHEDULE_DELAY", "50");
    Span checkpoint = awaitRoot("checkpoint lines");
    Span batch = awaitRoot("batch lines");

    assertThat(checkpoint.getTraceId()).isNotEqualTo(batch.getTraceId());
    assertThat(checkpoint.getLinks(0).getTraceId()).isEqualTo(batch.getTraceId());
    assertThat(attributes(checkpoint))
        .containsEntry("sluice.epoch", attributes(batch).get("sluice.epoch"));
    Map<String, Span> trace = receiver.trace(hex(checkpoint.getTraceId()));
    assertThat(trace.keySet())
        .containsExactlyInAnyOrder(
            "checkpoint lines", "barrier", "prepare", "commit paper", "commit stone", "commit");
    Span ofBatch =
        requireNonNull(receiver.trace(hex(batch.getTraceId())).get("commit paper"), "commit");
    assertThat(ofBatch.getLinks(0).getSpanId()).isEqualTo(checkpoint.getSpanId());
  }

  @Test
  void a_put_that_fails_is_an_error_without_a_word_of_what_the_sink_said() throws IOException {
    Files.writeString(folder.resolve("in"), "one\n");
    Files.writeString(folder.resolve("stone.broken"), "");
    start("OTEL_TRACES_SAMPLER", "always_on", "OTEL_BSP_SCHEDULE_DELAY", "50");
    Span put =
        await()
            .atMost(SOON)
            .until(
                () ->
                    roots("put stone").stream()
                        .filter(
                            span ->
                                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    Files.delete(folder.resolve("stone.broken"));

    assertThat(attributes(put))
        .containsEntry("error.type", "org.apache.kafka.connect.errors.ConnectException");
    assertThat(put.toString()).doesNotContain("fire");
    await()
        .atMost(SOON)
        .until(
            () ->
                roots("batch lines").stream()
                    .map(span -> attributes(span).get("sluice.outcome"))
                    .toList(),
            outcomes -> outcomes.contains("abandoned") && outcomes.contains("committed"));
  }

  @Test
  void a_collector_that_refuses_is_counted_and_nothing_waits_for_it() throws Exception {
    receiver.answerWith(400);
    Files.writeString(folder.resolve("in"), "one\n");
    start("OTEL_TRACES_SAMPLER", "always_on", "OTEL_BSP_SCHEDULE_DELAY", "50");

    await().atMost(SOON).untilAsserted(() -> assertThat(folder.resolve("paper")).hasContent("one"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Map<String, Double> metrics = prometheus();
              assertThat(metrics.get("sluice_trace_spans_total{outcome=\"lost\"}")).isPositive();
              assertThat(metrics.get("sluice_trace_spans_total{outcome=\"sent\"}")).isZero();
              assertThat(metrics.get("sluice_trace_batches_total{outcome=\"followed\"}"))
                  .isPositive();
            });
  }

  @Test
  void what_a_collector_gets_of_metrics_is_what_Prometheus_gets() throws Exception {
    Files.writeString(folder.resolve("in"), "one\ntwo\nthree\n");
    start("OTEL_METRIC_EXPORT_INTERVAL", "200", "OTEL_TRACES_EXPORTER", "none");
    await()
        .atMost(SOON)
        .until(() -> of("sluice_records_delivered"), one -> one != null && one.getAsDouble() == 3);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(prometheus())
                    .containsEntry(
                        "sluice_records_delivered_total{namespace=\"default\",pipeline=\"lines\"}",
                        3.0));

    Map<String, Metric> sent = receiver.metrics();
    Map<String, Double> shown = prometheus();
    for (String name : List.of("records_polled", "records_filtered", "records_dead_lettered")) {
      assertThat(requireNonNull(of("sluice_" + name)).getAsDouble())
          .as(name)
          .isEqualTo(
              shown.get("sluice_" + name + "_total{namespace=\"default\",pipeline=\"lines\"}"));
    }
    assertThat(requireNonNull(sent.get("sluice_stage_time_seconds")).getUnit()).isEqualTo("s");
    assertThat(requireNonNull(sent.get("sluice_sink_bytes")).getUnit()).isEqualTo("By");
    assertThat(requireNonNull(sent.get("sluice_sink_records")).getSum().getIsMonotonic()).isTrue();
    // Each name that one of them has, but for the ending that is Prometheus' own.
    assertThat(sent.keySet().stream().filter(name -> name.startsWith("sluice_")))
        .containsExactlyInAnyOrderElementsOf(
            new TreeMap<>(shown)
                .keySet().stream()
                    .map(line -> line.replaceAll("\\{.*", ""))
                    .map(name -> name.replaceAll("_(bucket|sum|count)$", ""))
                    .map(name -> name.replaceAll("_total$", ""))
                    .filter(name -> name.startsWith("sluice_"))
                    .collect(Collectors.toSet()));
    assertThat(receiver.spans()).isEmpty();
  }

  private @Nullable NumberDataPoint of(String counter) {
    Metric metric = receiver.metrics().get(counter);
    return metric == null ? null : metric.getSum().getDataPoints(0);
  }

  private Map<String, Double> prometheus() throws IOException {
    URI address = requireNonNull(server).url().resolve("/metrics");
    String text;
    try {
      text =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(address)
                      .header("Authorization", "Bearer " + token)
                      .build(),
                  BodyHandlers.ofString())
              .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    Map<String, Double> samples = new TreeMap<>();
    Matcher line = Pattern.compile("(?m)^(\\w+(?:\\{.*})?) ([-+.0-9eE]+)$").matcher(text);
    while (line.find()) {
      samples.put(line.group(1), Double.parseDouble(line.group(2)));
    }
    return samples;
  }

  @Test
  void a_collector_that_the_project_file_names_gets_both_by_grpc() throws IOException {
    try (GrpcReceiver collector = new GrpcReceiver()) {
      Files.writeString(
          folder.resolve("sluice.yaml"),
          """
          otlp:
            endpoint: %s
            protocol: grpc
            headers: {x-who: "${env:WHO}"}
            compression: gzip
            sample: 100%%
          """
              .formatted(collector.endpoint()));
      Files.writeString(folder.resolve("in"), "one\n");
      startWith(
          Map.of(
              "WHO", "ann", "OTEL_BSP_SCHEDULE_DELAY", "50", "OTEL_METRIC_EXPORT_INTERVAL", "200"));

      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(collector.spans()).contains("batch lines", "put paper", "commit stone");
                assertThat(collector.metrics()).contains("sluice_records_delivered");
              });
      assertThat(collector.callers()).containsExactly("ann");
      assertThat(receiver.spans()).isEmpty();
    }
  }
}
