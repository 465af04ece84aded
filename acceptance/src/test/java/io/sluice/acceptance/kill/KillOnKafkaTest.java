package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.SluiceProcess;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code sluice run} of a pipeline with topics, or a server that runs it, dies, and with it the
 * source, the sinks, the worker and the broker, all in one process.
 */
@Tag("long")
@Timeout(value = 1_200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillOnKafkaTest {
  private static final int ROWS = 1_000;
  private static final int TRANSACTIONS_PER_SECOND = 25;
  private static final int KILLS = 3;
  private static final int MOST_MILLIS_MORE = 3_000;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final long seed = Long.getLong("kill.seed", System.nanoTime());

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "up"})
  void deaths_under_load_lose_nothing_and_double_nothing(String command) throws Exception {
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    Shipment shipment =
        Shipment.onKafka(
            folder,
            source,
            Target.postgres(),
            Target.postgres(),
            Map.of("partitions", "3"),
            Map.of("tasks.max", "2"));
    try (Workload workload = Workload.open(source, seed, ROWS)) {
      for (int i = 0; i < KILLS; i++) {
        try (SluiceProcess run = run(command, shipment)) {
          if (i == 0) {
            // Rows of a table whose reading is broken off may be appended once more.
            awaitSnapshot(shipment);
            workload.start(TRANSACTIONS_PER_SECOND);
          }
          awaitFlow(shipment, run);
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_MORE)).toNanos());
          assertThat(run.isAlive()).as(run.output()).isTrue();
          run.kill();
        }
      }
      workload.stop();
    }

    try (SluiceProcess last = run(command, shipment)) {
      eventually().untilAsserted(shipment::copyEqualsTheSource);
      eventually().untilAsserted(shipment::logHoldsTheNewest);
      assertThat(last.stop()).as(last.output()).isZero();
    }

    shipment.copyEqualsTheSource();
    shipment.logHoldsEveryEventOnce();
  }

  private SluiceProcess run(String command, Shipment shipment) {
    List<String> arguments =
        command.equals("up")
            ? List.of("up", "--port", "0")
            : List.of("run", shipment.file().toString());
    return SluiceProcess.launch(folder, "", arguments);
  }

  private void awaitSnapshot(Shipment shipment) {
    for (Workload.Table table : Workload.TABLES) {
      String count = "SELECT count(*) FROM " + table.name();
      for (Target sink : List.of(shipment.copy(), shipment.log())) {
        eventually().until(() -> sink.number(count) == source.number(count));
      }
    }
  }

  /** What is written to the source from now on comes through to both sinks. */
  private void awaitFlow(Shipment shipment, SluiceProcess run) {
    long now = source.number("SELECT max(seq) FROM journal");
    for (Target sink : List.of(shipment.copy(), shipment.log())) {
      eventually().until(() -> !run.isAlive() || sink.number("SELECT max(seq) FROM journal") > now);
    }
  }

  private static ConditionFactory eventually() {
    return await()
        .atMost(Duration.ofSeconds(300))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions();
  }
}
