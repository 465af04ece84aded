package io.sluice.server.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import io.sluice.engine.trace.BatchTrace;
import io.sluice.engine.trace.FlowTrace;
import io.sluice.pipeline.ConnectorSpec;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.SinkSpec;
import io.sluice.pipeline.UnresolvedConfig;
import io.sluice.server.metrics.TraceMeter;
import io.sluice.server.otlp.Receiver;
import io.sluice.server.otlp.Variables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** What records say of traces that they are of is heard, and said on where somebody asks for it. */
@Timeout(60)
class RecordsTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String FOLLOWED = "00-" + TRACE + "-" + SPAN + "-01";
  private static final String NOT_FOLLOWED = "00-" + TRACE + "-" + SPAN + "-00";

  private Receiver receiver;

  @BeforeEach
  void open() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
    MDC.clear();
  }

  private Tracing tracing(String... more) {
    return Tracing.of(
            new Variables(receiver.environment(more)), new TraceMeter(), "1.2.3", Clock.systemUTC())
        .orElseThrow();
  }

  private static Pipeline pipeline() {
    Map<String, String> source =
        Map.of(
            "database.hostname", "db.example",
            "database.dbname", "shop",
            "database.user", "${env:U}");
    Map<String, String> sink = Map.of("url", "jdbc:mariadb://ann:s3cr3t@target/shop");
    return Pipeline.of(
        "shop",
        connector("postgres", source),
        List.of(),
        List.of(new SinkSpec("table", connector("table", sink))));
  }

  private static ConnectorSpec connector(String name, Map<String, String> config) {
    return new ConnectorSpec(
        name, UnresolvedConfig.of(config), new Place(Path.of("shop.yaml"), 1, 1, ""));
  }

  private static SourceRecord record(@Nullable Object header) {
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "orders", Schema.STRING_SCHEMA, "a row's value");
    if (header != null) {
      record.headers().add("traceparent", header, null);
    }
    return record;
  }

  /** As the engine would tell of a batch that is committed at once. */
  private static @Nullable BatchTrace through(Tracing tracing, @Nullable Object... headers) {
    List<SourceRecord> records = Arrays.stream(headers).map(RecordsTest::record).toList();
    FlowTrace flow = tracing.open(pipeline());
    long now = System.nanoTime();
    BatchTrace batch = flow.polled(0, records, now, now + 1);
    if (batch != null) {
      batch.passed(new BatchTrace.Passed(now, now + 1, 0, 0, List.of()));
      flow.cut(0, 1);
      flow.barrier(1, now, now + 1);
      flow.puts(new FlowTrace.SinkPlace("table", 0), List.of(batch), records.size(), 1).ended();
      flow.committed(1, now, now + 1);
    }
    flow.close();
    return batch;
  }

  private Span root() {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> receiver.spans().stream().filter(s -> s.getName().equals("batch shop")).toList(),
            spans -> !spans.isEmpty())
        .get(0);
  }

  @Test
  void one_record_with_a_context_makes_its_batch_a_part_of_that_trace() {
    try (Tracing tracing = tracing()) {
      assertThat(through(tracing, FOLLOWED)).isNotNull();
    }

    assertThat(Receiver.hex(root().getTraceId())).isEqualTo(TRACE);
    assertThat(Receiver.hex(root().getParentSpanId())).isEqualTo(SPAN);
  }

  @Test
  void several_records_are_linked_with_the_traces_that_they_are_of() {
    try (Tracing tracing = tracing()) {
      // As bytes, where a converter leaves headers as they are.
      Object bytes = FOLLOWED.getBytes(StandardCharsets.US_ASCII);
      assertThat(through(tracing, null, bytes, FOLLOWED, "by hand")).isNotNull();
    }

    assertThat(Receiver.hex(root().getTraceId())).isNotEqualTo(TRACE);
    assertThat(root().getLinksList())
        .singleElement()
        .satisfies(link -> assertThat(Receiver.hex(link.getSpanId())).isEqualTo(SPAN));
  }

  @Test
  void what_is_not_followed_upstream_is_not_followed_here_unless_all_is() {
    try (Tracing ratio = tracing("OTEL_TRACES_SAMPLER_ARG", "1");
        Tracing all = tracing("OTEL_TRACES_SAMPLER", "always_on")) {
      assertThat(through(ratio, NOT_FOLLOWED)).isNull();
      assertThat(through(ratio, null, NOT_FOLLOWED)).isNull();
      assertThat(through(ratio, null, null)).isNotNull();
      assertThat(through(all, NOT_FOLLOWED)).isNotNull();
    }
  }

  @Test
  void few_batches_are_followed_unless_somebody_says_more() {
    int followed = 0;
    try (Tracing usual = tracing();
        Tracing none = tracing("OTEL_TRACES_SAMPLER", "always_off")) {
      for (int i = 0; i < 10_000; i++) {
        followed += through(usual, (Object) null) == null ? 0 : 1;
        assertThat(through(none, (Object) null)).isNull();
      }
    }
    // One in a hundred: 1 to 200 of ten thousand, by any luck that is worth a thought.
    assertThat(followed).isBetween(1, 200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-" + TRACE + "-" + SPAN,
        "01-" + TRACE + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-" + SPAN + "-zz",
        "00_" + TRACE + "_" + SPAN + "_01"
      })
  void a_header_that_is_none_is_nobodys_context(String header) {
    assertThat(RecordContexts.of(List.of(record(header)))).isEmpty();
  }

  @Test
  void records_are_handed_on_with_a_header_only_where_that_is_asked_for() {
    try (Tracing silent = tracing();
        Tracing telling = tracing("OTEL_PROPAGATORS", "baggage, tracecontext")) {
      BatchTrace quiet = through(silent, FOLLOWED);
      BatchTrace told = through(telling, FOLLOWED);

      assertThat(quiet).isNotNull();
      assertThat(quiet.header()).isNull();
      assertThat(told).isNotNull();
      assertThat(told.header()).matches("00-" + TRACE + "-[0-9a-f]{16}-01").isNotEqualTo(FOLLOWED);
    }
  }

  @Test
  void spans_say_where_they_went_and_neither_rows_nor_secrets() {
    try (Tracing tracing = tracing()) {
      assertThat(through(tracing, FOLLOWED)).isNotNull();
    }

    Map<String, Span> trace = receiver.trace(Receiver.hex(root().getTraceId()));
    assertThat(Receiver.attributes(trace.getOrDefault("poll postgres", root())))
        .containsEntry("db.system.name", "postgresql")
        .containsEntry("server.address", "db.example")
        .containsEntry("db.namespace", "shop");
    assertThat(Receiver.attributes(trace.getOrDefault("put table", root())))
        .containsEntry("db.system.name", "mariadb")
        .containsEntry("sluice.sink", "table");
    assertThat(receiver.spans().toString()).doesNotContain("s3cr3t", "a row's value", "env:U");
  }

  @Test
  void what_is_logged_meanwhile_carries_the_ids_and_nothing_does_afterwards() {
    try (Tracing tracing = tracing()) {
      FlowTrace flow = tracing.open(pipeline());
      long now = System.nanoTime();
      BatchTrace batch = flow.polled(0, List.of(record(FOLLOWED)), now, now);
      assertThat(batch).isNotNull();
      assertThat(MDC.get("trace_id")).isEqualTo(TRACE);
      batch.passed(new BatchTrace.Passed(now, now, 0, 0, List.of()));
      assertThat(MDC.get("trace_id")).isNull();
      var put = flow.puts(new FlowTrace.SinkPlace("table", 0), List.of(batch), 1, 1);
      assertThat(MDC.get("trace_id")).isEqualTo(TRACE);
      assertThat(MDC.get("span_id")).hasSize(16).isNotEqualTo(SPAN);
      put.failed(new IllegalStateException());
      assertThat(MDC.get("span_id")).isNull();
      flow.close();
    }
  }

  @Test
  void a_collector_that_is_away_costs_a_bounded_queue() {
    receiver.close();
    TraceMeter meter = new TraceMeter();
    try (Tracing tracing =
        Tracing.of(
                new Variables(receiver.environment("OTEL_EXPORTER_OTLP_TIMEOUT", "100")),
                meter,
                "1",
                Clock.systemUTC())
            .orElseThrow()) {
      for (int i = 0; i < 20_000; i++) {
        through(tracing, FOLLOWED);
      }
      assertThat(tracing.waiting()).isLessThanOrEqualTo(8_192);
    }
    assertThat(meter.lost()).isPositive();
    assertThat(meter.sent()).isZero();
  }

  @Test
  void after_more_than_the_queue_holds_batches_are_followed_again() {
    TraceMeter meter = new TraceMeter();
    try (Tracing tracing =
        Tracing.of(
                new Variables(receiver.environment("OTEL_EXPORTER_OTLP_TIMEOUT", "500")),
                meter,
                "1",
                Clock.systemUTC())
            .orElseThrow()) {
      // Many are open, as while sinks do not commit, and end at once while nobody takes them.
      List<Runnable> ends = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        ends.add(manyOpen(tracing));
        await().atMost(Duration.ofSeconds(20)).until(() -> tracing.waiting() < 1_000);
      }
      receiver.answerWith(503);
      ends.forEach(Runnable::run);

      assertThat(meter.lost()).as("what has no place").isGreaterThan(4_096);
      assertThat(tracing.waiting()).isBetween(4_097L, 8_192L);
      assertThat(through(tracing, FOLLOWED)).isNull();

      receiver.answerWith(200);
      await().atMost(Duration.ofSeconds(20)).until(() -> tracing.waiting() == 0);
      assertThat(through(tracing, FOLLOWED)).isNotNull();
    }
  }

  /** As many batches as a flow may have open; returns what ends them. */
  private static Runnable manyOpen(Tracing tracing) {
    FlowTrace flow = tracing.open(pipeline());
    FlowTrace.SinkPlace sink = new FlowTrace.SinkPlace("table", 0);
    long now = System.nanoTime();
    List<BatchTrace> batches = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      BatchTrace batch = flow.polled(0, List.of(record(FOLLOWED)), now, now);
      assertThat(batch).isNotNull();
      batch.passed(new BatchTrace.Passed(now, now, 0, 0, List.of()));
      batches.add(batch);
    }
    return () -> {
      flow.cut(0, 1);
      flow.barrier(1, now, now);
      batches.forEach(batch -> flow.puts(sink, List.of(batch), 1, 1).ended());
      flow.committed(1, now, now);
      flow.close();
    };
  }

  @Test
  void what_cannot_be_understood_is_told_by_its_variable() {
    assertThatThrownBy(() -> tracing("OTEL_TRACES_SAMPLER", "sometimes"))
        .hasMessageContaining("OTEL_TRACES_SAMPLER: expected parentbased_traceidratio");
    assertThatThrownBy(() -> tracing("OTEL_TRACES_SAMPLER_ARG", "5%"))
        .hasMessageContaining("OTEL_TRACES_SAMPLER_ARG: expected a number from 0 to 1, found 5%");
  }
}
