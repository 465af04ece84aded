package io.sluice.acceptance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.engine.run.RunStatus;
import io.sluice.state.deadletter.DeadLetters;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TcpProxy;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Source and target stay away, or leave in the middle of a word; everything arrives all the same.
 */
@Tag("long")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ROWS = 5_000;

  @TempDir Path folder;

  private final PostgresServer server = PostgresServer.start();
  private final PostgresDatabase source = server.newDatabase();
  private final Target target = Target.postgres();
  private final TcpProxy toSource = TcpProxy.to(server.port());
  private final TcpProxy toTarget = TcpProxy.to(PostgresServer.shared().port());
  private Engine engine;
  private Path file;

  @BeforeEach
  void open() {
    engine = new Engine(folder);
    file =
        new PipelineFile("fault")
            .source("postgres", Shipment.sourceConfig(source, toSource.port()))
            .sink("copy", "table", Map.of("url", target.through(toTarget.port()).url()))
            .retryingSoon()
            .writeTo(folder);
  }

  @AfterEach
  void close() {
    toSource.heal();
    toTarget.heal();
    engine.close();
    toSource.close();
    toTarget.close();
    server.close();
  }

  @Test
  void a_source_that_is_down_at_the_start_is_waited_for() throws Exception {
    Workload workload = Workload.open(source, 1, 100);
    toSource.refuse();
    PipelineRun run = engine.start(file);
    awaitTrouble(run);

    toSource.heal();

    arrives(run, workload);
  }

  @Test
  void a_source_that_is_stopped_and_started_again_loses_nothing() throws Exception {
    Workload workload = Workload.open(source, 2, 500).start(100);
    PipelineRun run = engine.start(file);
    awaitDelivered(run, 2_000);

    server.stop();
    awaitTrouble(run);
    server.startAgain();

    awaitMore(run);
    arrives(run, workload);
  }

  @Test
  void a_source_that_is_killed_loses_nothing() throws Exception {
    Workload workload = Workload.open(source, 3, 500).start(100);
    PipelineRun run = engine.start(file);
    awaitDelivered(run, 2_000);

    server.kill();
    server.startAgain();

    awaitMore(run);
    arrives(run, workload);
  }

  @Test
  void a_target_that_is_away_for_a_while_loses_nothing() throws Exception {
    Workload workload = Workload.open(source, 4, 500).start(100);
    PipelineRun run = engine.start(file);
    awaitDelivered(run, 2_000);

    toTarget.refuse();
    awaitTrouble(run);
    toTarget.heal();

    awaitMore(run);
    arrives(run, workload);
  }

  @Test
  void a_connection_to_the_source_cut_in_mid_copy_loses_nothing() throws Exception {
    Workload workload = Workload.open(source, 5, ROWS).start(50);
    toSource.cutAfterBytesToClient(300_000);
    PipelineRun run = engine.start(file);
    Awaitility.await().atMost(SOON).until(() -> !toSource.cutPending());
    toSource.cutAfterBytesToClient(600_000);
    Awaitility.await().atMost(SOON).until(() -> !toSource.cutPending());

    arrives(run, workload);
  }

  @Test
  void a_connection_to_the_source_cut_in_mid_transaction_loses_nothing() throws Exception {
    Workload workload = Workload.open(source, 6, 500);
    PipelineRun run = engine.start(file);
    awaitDelivered(run, 1_500);
    for (int i = 0; i < 3; i++) {
      toSource.cutAfterBytesToClient(400_000 + 100_000 * i);

      source.sql(
          "INSERT INTO orders (customer_id, status, total, placed_at)"
              + " SELECT i, 'large', i, now() FROM generate_series(1, 10000) i");

      Awaitility.await().atMost(SOON).until(() -> !toSource.cutPending());
    }

    arrives(run, workload);
  }

  @Test
  void a_connection_to_the_target_cut_in_mid_load_loses_nothing() throws Exception {
    Workload workload = Workload.open(source, 7, ROWS).start(50);
    toTarget.cutAfterBytesToServer(200_000);
    PipelineRun run = engine.start(file);
    Awaitility.await().atMost(SOON).until(() -> !toTarget.cutPending());
    toTarget.cutAfterBytesToServer(700_000);
    Awaitility.await().atMost(SOON).until(() -> !toTarget.cutPending());

    arrives(run, workload);
  }

  @Test
  void connections_cut_at_random_in_mid_stream_lose_nothing() throws Exception {
    Workload workload = Workload.open(source, 8, 500).start(200);
    PipelineRun run = engine.start(file);
    awaitDelivered(run, 1_500);
    for (int i = 0; i < 8; i++) {
      TcpProxy proxy = i % 2 == 0 ? toSource : toTarget;
      awaitMore(run);
      if (proxy == toSource) {
        proxy.cutAfterBytesToClient(10_000L * i + 5_000);
      } else {
        proxy.cutAfterBytesToServer(5_000L * i + 1_000);
      }
      Awaitility.await().atMost(SOON).until(() -> !proxy.cutPending());
    }

    arrives(run, workload);
  }

  @Test
  void silence_for_a_while_loses_nothing() throws Exception {
    Workload workload = Workload.open(source, 9, 500).start(100);
    PipelineRun run = engine.start(file);
    awaitDelivered(run, 1_500);
    toSource.stall();
    toTarget.stall();
    long before = workload.transactions();
    Awaitility.await().atMost(SOON).until(() -> workload.transactions() > before + 300);

    toSource.heal();
    toTarget.heal();

    awaitMore(run);
    arrives(run, workload);
  }

  @Test
  void one_row_that_the_target_rejects_is_set_aside_and_the_rest_goes_in() throws Exception {
    Workload.open(source, 10, 300);
    PipelineRun run = engine.start(file);
    awaitDelivered(run, 900);
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptions() // the table may not be there yet
        .until(() -> target.number("SELECT count(*) FROM orders") == 300);
    awaitQuiet(run);
    target.execute("ALTER TABLE orders ADD CONSTRAINT no_poison CHECK (status <> 'poison')");

    source.sql(
        "INSERT INTO orders (id, customer_id, status, placed_at) SELECT 100000 + i, i, CASE i WHEN"
            + " 50 THEN 'poison' ELSE 'fine' END, now() FROM generate_series(1, 100) i");

    Awaitility.await().atMost(SOON).until(() -> run.status().counts().deadLettered() == 1);
    Awaitility.await()
        .atMost(SOON)
        .until(() -> target.number("SELECT count(*) FROM orders WHERE status = 'fine'") == 99);
    assertThat(run.stop(SOON).state()).isEqualTo(RunState.STOPPED);
    assertThat(target.number("SELECT count(*) FROM orders WHERE status = 'poison'")).isZero();
  }

  @Test
  void what_was_set_aside_goes_in_when_it_is_replayed() throws Exception {
    one_row_that_the_target_rejects_is_set_aside_and_the_rest_goes_in();
    target.execute("ALTER TABLE orders DROP CONSTRAINT no_poison");
    List<Long> letters =
        engine.state().deadLetters().list(DeadLetters.Filter.open("fault"), 0, 100).stream()
            .map(DeadLetters.Stored::id)
            .toList();

    engine.direct().replay(Engine.read(file), letters, "ada");

    assertThat(target.differencesFrom(source)).isEmpty();
  }

  private static void awaitDelivered(PipelineRun run, long count) {
    Awaitility.await().atMost(SOON).until(() -> run.status().counts().delivered() >= count);
  }

  private static void awaitMore(PipelineRun run) {
    long before = run.status().counts().delivered();
    Awaitility.await().atMost(SOON).until(() -> run.status().counts().delivered() > before);
  }

  /** Until everything that was polled is committed. */
  private static void awaitQuiet(PipelineRun run) {
    Awaitility.await()
        .atMost(SOON)
        .until(
            () ->
                run.status().counts().inFlight() == 0 && Duration.ZERO.equals(run.status().lag()));
  }

  /** Trouble is shown as trouble: invariant 8. */
  private static void awaitTrouble(PipelineRun run) {
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(run.status().state())
                    .as("%s", run.status())
                    .isIn(RunState.RETRYING, RunState.STALLED));
  }

  private void arrives(PipelineRun run, Workload workload) throws SQLException {
    workload.stop();
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions() // a table may not be there yet
        .untilAsserted(() -> assertThat(target.differencesFrom(source)).isEmpty());
    RunStatus end = run.stop(SOON);
    assertThat(end.state()).as("%s", end.lastError()).isEqualTo(RunState.STOPPED);
    assertThat(end.counts().deadLettered()).isZero();
  }
}
