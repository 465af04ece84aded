package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.Shipment;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL while tables are read beside the stream, once, and change meanwhile: what a death loses
 * behind the place that the reading has come to is lost for good, and seen.
 */
@Tag("long")
class KillWhileReadingAgainTest {
  private static final int ROWS = 5_000;
  private static final int KILLS = 6;

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final long seed = Long.getLong("kill.seed", System.nanoTime());

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void deaths_during_a_chunks_window_lose_nothing(Shipment.Kind kind) throws Exception {
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    source.sql("CREATE TABLE signals(id text PRIMARY KEY, type text, data text)");
    Shipment shipment = reading(kind);
    try (Workload workload = Workload.open(source, seed, ROWS)) {
      shipment.finish();
      workload.start(200);
      for (int i = 0; i < KILLS; i++) {
        try (EngineProcess engine = shipment.engine().start()) {
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> engine.isStarted() || !engine.isAlive());
          if (i == 0) {
            // Once: another reading would bring back what a death lost behind the first one.
            source.sql(
                "INSERT INTO signals VALUES ('1', 'execute-snapshot',"
                    + " '{\"data-collections\": [\".*\"]}')");
          }
          Workload.changeMany(source, "orders", "DELETE FROM orders WHERE id % 97 = " + i);
          LockSupport.parkNanos(Duration.ofMillis(300 + random.nextInt(1_500)).toNanos());
          assertThat(engine.isAlive()).as("ended by itself\n%s", engine.output()).isTrue();
          engine.kill();
        }
      }
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
    shipment.logHoldsTheNewest();
  }

  /**
   * The copy has rows that were read, the log has none of them, and they are gone from the source
   * when the two are started again. Whoever takes the records that come then for those that came
   * before leaves deletes out.
   *
   * @param rows more than one epoch's, or so few that their reading begins and ends within one
   */
  @ParameterizedTest(name = "into {0}, {1} rows")
  @CsvSource({"DUCKDB, 5000", "POSTGRES, 5000", "DUCKDB, 50", "POSTGRES, 50"})
  void sinks_that_are_apart_by_rows_which_were_read_lose_nothing(Shipment.Kind kind, int rows)
      throws Exception {
    source.sql("CREATE TABLE signals(id text PRIMARY KEY, type text, data text)");
    Shipment shipment = reading(kind);
    Workload.open(source, seed, rows).close();
    shipment.finish();
    source.sql(
        "INSERT INTO signals VALUES ('1', 'execute-snapshot',"
            + " '{\"data-collections\": [\"public.orders\"]}')");
    try (EngineProcess engine = shipment.engine().dyingAt("APART:copy").start()) {
      assertThat(engine.awaitExit(Duration.ofSeconds(30)))
          .as("exit code of a run that was to die with its sinks apart\n%s", engine.output())
          .isEqualTo(137);
    }
    source.sql("DELETE FROM orders");

    shipment.finish();

    shipment.copyEqualsTheSource();
    shipment.logHoldsTheNewest();
  }

  private Shipment reading(Shipment.Kind kind) {
    return new Shipment(
        folder,
        source,
        kind,
        "50ms",
        Map.of(
            "signal.data.collection", "public.signals",
            "table.exclude.list", "public.signals",
            "incremental.snapshot.chunk.size", "100",
            // A tombstone would delete the row whose delete was left out.
            "tombstones.on.delete", "false"));
  }
}
