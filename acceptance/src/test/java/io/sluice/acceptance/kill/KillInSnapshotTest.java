package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.Shipment;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies several times in one snapshot, in and between chunks that are read by one
 * thread, by several, and by several tasks, while rows are changed, deleted and moved.
 */
@Tag("long")
class KillInSnapshotTest {
  private static final int ROWS = 6_000;
  private static final int DIED = 137;

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
  }

  static List<Arguments> readers() {
    List<Arguments> readers = new ArrayList<>();
    for (Shipment.Kind kind : Shipment.Kind.values()) {
      for (String tasks : List.of("1", "3")) {
        for (String threads : List.of("1", "3")) {
          readers.add(Arguments.of(kind, tasks, threads));
        }
      }
    }
    return readers;
  }

  @ParameterizedTest(name = "into {0}, {1} tasks of {2} threads")
  @MethodSource("readers")
  void deaths_in_and_between_chunks_lose_nothing(Shipment.Kind kind, String tasks, String threads)
      throws Exception {
    Shipment shipment = shipment(kind, tasks, threads, "20ms");
    try (Workload workload = Workload.open(source, 45, ROWS).start(200)) {
      for (String moment :
          new String[] {
            "POLLED>=2000", "BEFORE_SINK_COMMIT#3", "POLLED>=3500", "AFTER_SINK_COMMIT#2"
          }) {
        dieAt(shipment, moment);
        Workload.changeMany(source, "customers", "DELETE FROM customers WHERE id % 17 = 0");
        source.sql("VACUUM");
        Workload.changeMany(
            source, "customers", "UPDATE customers SET version = version + 1 WHERE id % 5 = 0");
      }
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
  }

  @ParameterizedTest(name = "into {0}, {1} tasks of {2} threads")
  @MethodSource("readers")
  void an_appended_log_has_every_change_once_over_deaths(
      Shipment.Kind kind, String tasks, String threads) throws Exception {
    Shipment shipment = Shipment.appending(folder, source, kind, "20ms", settings(tasks, threads));
    long journalBefore = 0;
    try (Workload workload = Workload.open(source, 47, ROWS).start(200)) {
      // The first death comes when something is durable: before, there is nothing to take up.
      for (String moment :
          new String[] {"AFTER_SINK_COMMIT#3", "POLLED>=2500", "BEFORE_SINK_COMMIT#4"}) {
        dieAt(shipment, moment);
        if (journalBefore == 0) {
          journalBefore = source.number("SELECT max(seq) FROM journal");
        }
        Workload.changeMany(source, "orders", "DELETE FROM orders WHERE id % 17 = 0");
        source.sql("VACUUM");
        Workload.changeMany(
            source, "customers", "UPDATE customers SET version = version + 1 WHERE id % 5 = 0");
      }
      workload.stop();
    }

    shipment.finish();

    shipment.logHoldsEveryChangeOnce(journalBefore);
  }

  @ParameterizedTest(name = "into {0}, {1} tasks of {2} threads")
  @MethodSource("readers")
  void nobody_dies_and_every_event_is_there_once(Shipment.Kind kind, String tasks, String threads)
      throws Exception {
    Shipment shipment = shipment(kind, tasks, threads, "200ms");
    try (Workload workload = Workload.open(source, 46, ROWS).start(200);
        EngineProcess engine = shipment.engine().start()) {
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> engine.delivered() > 3 * ROWS || !engine.isAlive());
      workload.stop();
      assertThat(engine.stop()).as(engine.output()).isZero();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
    shipment.logHoldsEveryEventOnce();
  }

  private Shipment shipment(Shipment.Kind kind, String tasks, String threads, String interval) {
    return new Shipment(folder, source, kind, interval, settings(tasks, threads));
  }

  private static Map<String, String> settings(String tasks, String threads) {
    return Map.of(
        "tasks.max",
        tasks,
        "snapshot.max.threads",
        threads,
        "sluice.snapshot.chunk.pages",
        "4",
        "max.batch.size",
        "256");
  }

  private static void dieAt(Shipment shipment, String moment) throws InterruptedException {
    try (EngineProcess engine = shipment.engine().dyingAt(moment).start()) {
      int code = engine.awaitExit(Duration.ofSeconds(60));
      assertThat(code)
          .as("exit code of a run that was to die at %s\n%s", moment, engine.output())
          .isEqualTo(DIED);
    }
  }
}
