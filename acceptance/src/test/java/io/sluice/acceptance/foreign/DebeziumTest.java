package io.sluice.acceptance.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium's PostgreSQL connector runs here as its makers packed it, and the pipeline can move on
 * to ours.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DebeziumTest {
  private static final String DEBEZIUM = "io.debezium.connector.postgresql.PostgresConnector";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final Target target = Target.postgres();

  @AfterEach
  void close() {
    source.close();
  }

  private Path pipeline(String connector) {
    Map<String, String> config =
        new HashMap<>(Shipment.sourceConfig(source, source.server().port()));
    config.put("plugin.name", "pgoutput");
    return new PipelineFile("shop")
        .source(connector, config)
        .sink("copy", "table", Map.of("url", target.url()))
        .retryingSoon()
        .writeTo(folder);
  }

  @Test
  @Tried(
      connector = "Debezium PostgreSQL",
      artifact = "io.debezium:debezium-connector-postgres:3.7.0.Final",
      kind = "source",
      what =
          "PostgreSQL 18 under load: snapshot, stream, stop and go on, every row compared; moved to"
              + " our own connector by one line")
  void debeziums_snapshot_and_stream_arrive_and_go_on_after_a_stop() {
    Path file = pipeline(DEBEZIUM);
    try (Workload workload = Workload.open(source, 11, 300).start(50);
        Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(file);
      Awaitility.await().atMost(SOON).until(() -> run.status().counts().delivered() > 1_200);
      assertThat(run.stop(SOON).state()).isEqualTo(RunState.STOPPED);

      PipelineRun again = engine.start(file);

      Awaitility.await().atMost(SOON).until(() -> again.status().counts().delivered() > 100);
      workload.stop();
      arrives(again);
    }
  }

  @Test
  void a_pipeline_moves_from_debezium_to_ours_by_one_line() {
    try (Workload workload = Workload.open(source, 12, 300).start(50);
        Engine engine = new Engine(folder)) {
      PipelineRun run = engine.start(pipeline(DEBEZIUM));
      Awaitility.await().atMost(SOON).until(() -> run.status().counts().delivered() > 1_200);
      run.stop(SOON);

      PipelineRun ours = engine.start(pipeline("postgres"));

      Awaitility.await().atMost(SOON).until(() -> ours.status().counts().delivered() > 50);
      workload.stop();
      arrives(ours);
      assertThat(ours.status().counts().polled())
          .as("polled by ours: the rest, not all again")
          .isLessThan(100_000);
    }
  }

  private void arrives(PipelineRun run) {
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> assertThat(target.differencesFrom(source)).isEmpty());
    RunStatus end = run.stop(SOON);
    assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
    assertThat(end.counts().deadLettered()).isZero();
  }
}
