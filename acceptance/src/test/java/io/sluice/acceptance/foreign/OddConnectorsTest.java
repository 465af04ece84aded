package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Target;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Connectors that throw what no connector should, or give what no connector should, each beside a
 * pipeline that minds its own business. Invariant 7.
 */
@Tag("long")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddConnectorsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "backoff", "5ms",
          "max_backoff", "20ms",
          "retry_for", "1s",
          "max_restarts", "1",
          "call_timeout", "5s",
          "stop_timeout", "5s");

  @TempDir Path folder;
  private Engine engine;
  private Lines neighbour;
  private PipelineRun healthy;

  @BeforeEach
  void start() {
    engine = new Engine(folder);
    neighbour = new Lines(folder, "neighbour");
    healthy = engine.start(neighbour.pipeline("neighbour").writeTo(folder));
    neighbour.flow();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Connector.start, OutOfMemoryError",
    "Connector.taskConfigs, NoClassDefFoundError",
    "Task.start, StackOverflowError",
    "Task.start, ThreadDeath",
    "Task.poll, OutOfMemoryError",
    "Task.poll, StackOverflowError",
    "Task.poll, NoClassDefFoundError",
    "Task.poll, ThreadDeath",
    "Task.poll, checked"
  })
  void a_source_that_throws_fails_alone(String at, String does) {
    failsAlone(source(at, does), does);
  }

  @ParameterizedTest
  @CsvSource({
    "Connector.start, OutOfMemoryError",
    "Connector.taskConfigs, AssertionError",
    "Task.start, NoClassDefFoundError",
    "Task.open, StackOverflowError",
    "Task.put, OutOfMemoryError",
    "Task.put, ThreadDeath",
    "Task.put, checked",
    "Task.preCommit, AssertionError"
  })
  void a_sink_that_throws_fails_alone(String at, String does) {
    failsAlone(sink(at, does), does);
  }

  @ParameterizedTest
  @CsvSource({
    "Connector.stop, OutOfMemoryError",
    "Task.commit, StackOverflowError",
    "Task.stop, NoClassDefFoundError",
    "Task.stop, ThreadDeath"
  })
  void a_source_that_throws_when_it_is_told_something_ends_all_the_same(String at, String does) {
    endsInOrder(source(at, does));
  }

  @ParameterizedTest
  @CsvSource({
    "Connector.stop, OutOfMemoryError",
    "Task.close, StackOverflowError",
    "Task.stop, ThreadDeath"
  })
  void a_sink_that_throws_when_it_is_to_end_ends_all_the_same(String at, String does) {
    endsInOrder(sink(at, does));
  }

  @Test
  void a_source_that_never_has_anything_is_idle() {
    PipelineRun run = engine.start(source("", "nothing ever"));

    await().atMost(SOON).until(() -> run.status().state() == RunState.RUNNING);
    assertThat(run.stop(SOON).state()).isEqualTo(RunState.STOPPED);
    neighbour.flow();
  }

  @Test
  void a_sink_that_says_no_offsets_commits_nothing_and_ends() {
    PipelineRun run = engine.start(sink("", "no offsets"));

    await().atMost(SOON).until(() -> run.status().counts().delivered() == 1);
    assertThat(run.stop(SOON).state().ended()).isTrue();
    neighbour.flow();
  }

  @Test
  void a_sink_that_plans_no_task_is_named() {
    PipelineRun run = engine.start(sink("", "no tasks"));

    await().atMost(SOON).until(() -> run.status().state() == RunState.FAILED);
    assertThat(String.valueOf(run.status().lastError())).contains("planned no task");
    neighbour.flow();
  }

  @Test
  void a_value_that_is_none_of_connects_types_and_is_refused_stops_its_pipeline_alone() {
    SourceRecord odd =
        new SourceRecord(Map.of("odd", "1"), Map.of("at", 1), "odd", null, null, new Object() {});
    try (Exchange exchange = new Exchange(List.of(odd))) {
      Path file =
          new PipelineFile("odd")
              .source(GivenSource.class.getName(), exchange.config())
              .transform(
                  Map.of("type", "org.apache.kafka.connect.transforms.Cast$Value", "spec", "int32"))
              .sink("kept", KeptSink.class.getName(), exchange.config())
              .section("retry", IMPATIENT)
              .section("on_error", Map.of("record", "dead_letter", "max_rate", "100%"))
              .writeTo(folder);

      PipelineRun run = engine.start(file);

      await().atMost(SOON).until(() -> run.status().state() == RunState.FAILED);
      assertThat(String.valueOf(run.status().lastError()))
          .as("what cannot be kept is not dropped either")
          .contains("expected a value of a type that Connect knows");
    }
    neighbour.flow();
  }

  @Test
  void a_time_zone_that_a_source_sets_for_all_moves_no_time_of_others() throws Exception {
    TimeZone before = TimeZone.getDefault();
    Schema schema =
        SchemaBuilder.struct()
            .field("id", Schema.INT32_SCHEMA)
            .field("at", Timestamp.SCHEMA)
            .build();
    SourceRecord record =
        new SourceRecord(
            Map.of("odd", "1"),
            Map.of("at", 1),
            "times",
            null,
            schema,
            new Struct(schema).put("id", 1).put("at", new Date(1_780_056_000_000L)));
    Target target = Target.sqlite(folder, "times");
    Target postgres = Target.postgres();
    Map<String, String> append = Map.of("mode", "append", "primary.key.mode", "none");
    try (Exchange exchange = new Exchange(List.of(record))) {
      PipelineRun odd = engine.start(source("", "time zone"));
      await().atMost(SOON).until(() -> odd.status().counts().delivered() == 1);
      Path file =
          new PipelineFile("times")
              .source(GivenSource.class.getName(), exchange.config())
              .sink("sqlite", "table", with(append, target))
              .sink("postgres", "table", with(append, postgres))
              .writeTo(folder);
      PipelineRun run = engine.startOnce(file);
      RunStatus end = run.awaitEnd(SOON);

      assertThat(TimeZone.getDefault().getID()).isEqualTo("Asia/Kathmandu");
      assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.COMPLETED);
      assertThat(target.column("SELECT \"at\" FROM times").get(0))
          .startsWith("2026-05-29 12:00:00");
      assertThat(postgres.column("SELECT at::text FROM times").get(0))
          .startsWith("2026-05-29 12:00:00");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static Map<String, String> with(Map<String, String> settings, Target target) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("url", target.url());
    return all;
  }

  private Path source(String at, String does) {
    return new PipelineFile("odd")
        .source(OddSource.class.getName(), Map.of("at", at, "does", does))
        .sink("file", "FileStreamSink", new Lines(folder, "odd").sink())
        .section("retry", IMPATIENT)
        .writeTo(folder);
  }

  private Path sink(String at, String does) {
    return new PipelineFile("odd")
        .source(OddSource.class.getName(), Map.of())
        .sink("odd", OddSink.class.getName(), Map.of("at", at, "does", does))
        .section("retry", IMPATIENT)
        .writeTo(folder);
  }

  private void failsAlone(Path file, String thrown) {
    PipelineRun run = engine.start(file);

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(run.status().state()).as("%s", run.status()).isEqualTo(RunState.FAILED));
    String expected = thrown.equals("checked") ? "odd" : thrown;
    assertThat(String.valueOf(run.status().lastError())).contains(expected);
    neighbour.flow();
    assertThat(healthy.status().lastError()).isNull();
  }

  private void endsInOrder(Path file) {
    PipelineRun run = engine.start(file);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(run.status().counts().delivered()).as("%s", run.status()).isEqualTo(1));

    RunStatus end = run.stop(SOON);

    assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
    neighbour.flow();
    assertThat(healthy.status().lastError()).isNull();
  }
}
