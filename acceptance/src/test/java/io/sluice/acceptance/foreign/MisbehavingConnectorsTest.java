package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.integration.BlockingConnectorTest;
import org.apache.kafka.connect.integration.ErrantRecordSinkConnector;
import org.apache.kafka.connect.integration.ErrorHandlingIntegrationTest;
import org.apache.kafka.connect.integration.MonitorableSinkConnector;
import org.apache.kafka.connect.integration.MonitorableSourceConnector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connectors of Kafka's own tests that hang where they are told to, ignore interrupts, and fail,
 * each beside a pipeline that minds its own business. Invariant 7: a plugin that hangs is abandoned
 * and reported, and takes nobody with it.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MisbehavingConnectorsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "backoff", "20ms",
          "max_backoff", "50ms",
          "retry_for", "1s",
          "max_restarts", "1",
          "call_timeout", "1500ms",
          "stop_timeout", "2s");

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
  void release() {
    BlockingConnectorTest.Block.reset();
    engine.close();
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "InitializeBlockingConnector|Connector::initialize",
        "BlockingConnector|Connector::start",
        "BlockingConnector|Connector::taskClass",
        "BlockingConnector|Connector::taskConfigs",
        "TaskInitializeBlockingSourceConnector|SourceTask::initialize",
        "BlockingSourceConnector|Task::start",
        "BlockingSourceConnector|SourceTask::poll"
      })
  void a_source_that_hangs_is_reported_and_harms_nobody(String what) {
    PipelineRun run = engine.start(hangingSource(what));

    hangsAlone(run);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "TaskInitializeBlockingSinkConnector|SinkTask::initialize",
        "BlockingSinkConnector|Task::start",
        "BlockingSinkConnector|SinkTask::open",
        "BlockingSinkConnector|SinkTask::put",
        "BlockingSinkConnector|SinkTask::flush",
        "BlockingSinkConnector|SinkTask::preCommit"
      })
  void a_sink_that_hangs_is_reported_and_harms_nobody(String what) {
    PipelineRun run = engine.start(hangingSink(what));

    hangsAlone(run);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "BlockingConnector|Connector::stop",
        "BlockingSourceConnector|Task::stop",
        "BlockingSourceConnector|SourceTask::commit"
      })
  void a_source_that_hangs_when_it_is_stopped_is_left_behind(String what) {
    PipelineRun run = engine.start(hangingSource(what));

    stopsInTime(run);
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(
      strings = {"BlockingSinkConnector|SinkTask::close", "BlockingSinkConnector|Task::stop"})
  void a_sink_that_hangs_when_it_is_stopped_is_left_behind(String what) {
    PipelineRun run = engine.start(hangingSink(what));
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(run.status().counts().polled()).as("%s", run.status()).isPositive());

    stopsInTime(run);
  }

  /**
   * One transform fails twice: for one record it passes at the second attempt, for the other never.
   */
  @Test
  void a_transform_that_fails_sets_one_record_aside_and_retries_the_other() {
    Lines lines = new Lines(folder, "faulty");
    Path file =
        new PipelineFile("faulty")
            .source(MonitorableSourceConnector.class.getName(), counting(20))
            .transform(
                Map.of("type", ErrorHandlingIntegrationTest.FaultyPassthrough.class.getName()))
            .transform(
                Map.of(
                    "type",
                    "org.apache.kafka.connect.transforms.InsertHeader",
                    "header",
                    "h",
                    "value.literal",
                    "1"))
            .sink("file", "FileStreamSink", lines.sink())
            .section("retry", IMPATIENT)
            .section("on_error", Map.of("record", "dead_letter", "max_rate", "100%"))
            .writeTo(folder);

    PipelineRun run = engine.start(file);

    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(run.status().counts().polled()).isEqualTo(20);
              assertThat(run.status().counts().delivered() + run.status().counts().deadLettered())
                  .isEqualTo(20);
            });
    assertThat(run.status().counts().deadLettered()).isLessThanOrEqualTo(1);
    neighbour.flow();
  }

  @Test
  void connectors_that_publish_metrics_and_count_their_starts_run() {
    Path file =
        new PipelineFile("counted")
            .source(MonitorableSourceConnector.class.getName(), counting(1_000))
            .sink("sink", MonitorableSinkConnector.class.getName(), Map.of())
            .section("retry", IMPATIENT)
            .writeTo(folder);

    PipelineRun run = engine.start(file);

    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(run.status().counts().delivered())
                    .as("%s", run.status())
                    .isEqualTo(1_000));
    assertThat(run.stop(SOON).state()).isEqualTo(RunState.STOPPED);
  }

  @Test
  void records_that_a_sink_reports_are_set_aside() {
    Path file =
        new PipelineFile("errant")
            .source(MonitorableSourceConnector.class.getName(), counting(100))
            .sink("sink", ErrantRecordSinkConnector.class.getName(), Map.of())
            .section("retry", IMPATIENT)
            .section("on_error", Map.of("record", "dead_letter", "max_rate", "100%"))
            .writeTo(folder);

    PipelineRun run = engine.start(file);

    Awaitility.await()
        .atMost(SOON)
        .until(
            () -> run.status().counts().delivered() + run.status().counts().deadLettered() == 100);
    assertThat(run.status().counts().deadLettered()).isPositive();
    neighbour.flow();
  }

  private static Map<String, String> counting(int records) {
    return Map.of(
        "topic",
        "counted",
        "max.messages",
        Integer.toString(records),
        "messages.per.poll",
        "5",
        "throughput",
        "-1");
  }

  private Path hangingSource(String what) {
    Lines lines = new Lines(folder, "hanging");
    return new PipelineFile("hanging")
        .source(className(what), Map.of("block", what.substring(what.indexOf('|') + 1)))
        .sink("file", "FileStreamSink", lines.sink())
        .section("retry", IMPATIENT)
        .writeTo(folder);
  }

  private Path hangingSink(String what) {
    Lines lines = new Lines(folder, "hanging");
    lines.write(10);
    return new PipelineFile("hanging")
        .source("FileStreamSource", lines.source())
        .sink(
            "hanging",
            className(what),
            new HashMap<>(Map.of("block", what.substring(what.indexOf('|') + 1))))
        .section("retry", IMPATIENT)
        .writeTo(folder);
  }

  private static String className(String what) {
    return BlockingConnectorTest.class.getName() + "$" + what.substring(0, what.indexOf('|'));
  }

  private void hangsAlone(PipelineRun run) {
    neighbour.flow();
    Awaitility.await().atMost(SOON).until(() -> run.status().lastError() != null);
    Awaitility.await().atMost(SOON).until(() -> run.status().state() == RunState.FAILED);
    assertThat(String.valueOf(run.status().lastError())).contains("expected back within");
    stopsInTime(run);
  }

  private void stopsInTime(PipelineRun run) {
    long before = System.nanoTime();
    RunStatus end = run.stop(Duration.ofSeconds(3));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
    assertThat(end.state().ended()).as("%s", end).isTrue();
    neighbour.flow();
    assertThat(healthy.status().lastError()).isNull();
  }
}
