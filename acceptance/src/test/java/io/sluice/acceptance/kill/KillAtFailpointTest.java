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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The process dies at the worst moments that there are, by name. */
@Tag("long")
class KillAtFailpointTest {
  private static final int ROWS = 2_000;

  /** Rows of all tables before the first change: customers, orders, lines, documents, journal. */
  private static final int SNAPSHOT = 3 * ROWS + ROWS / 100 + 10;

  /**
   * The source has read all rows and an epoch with changes is durable: what a sink had before the
   * others then comes again as it came first, so that one that appends has it once.
   */
  private static final String IN_MID_STREAM = "#7@" + SNAPSHOT;

  private static final int DIED = 137;

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
  }

  static List<Arguments> moments() {
    List<Arguments> moments = new ArrayList<>();
    for (Shipment.Kind kind : Shipment.Kind.values()) {
      for (String epoch : new String[] {"#1", IN_MID_STREAM}) {
        for (String point :
            new String[] {
              "BEFORE_PREPARE",
              "AFTER_PREPARE",
              "BEFORE_SINK_COMMIT",
              "AFTER_SINK_COMMIT",
              "BEFORE_COMMIT",
              "BEFORE_SOURCE_COMMIT",
              "AFTER_SOURCE_COMMIT"
            }) {
          moments.add(Arguments.of(kind, point + epoch));
        }
      }
    }
    return moments;
  }

  @ParameterizedTest(name = "into {0}, dying at {1}")
  @MethodSource("moments")
  void a_death_at_a_named_moment_loses_nothing(Shipment.Kind kind, String moment) throws Exception {
    boolean inMidStream = moment.endsWith(IN_MID_STREAM);
    Shipment shipment = new Shipment(folder, source, kind);
    try (Workload workload = Workload.open(source, 42, ROWS);
        EngineProcess engine = shipment.engine().dyingAt(moment).start()) {
      if (inMidStream) {
        // Before the shop opens, the snapshot arrives.
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> engine.delivered() >= SNAPSHOT || !engine.isAlive());
      }
      workload.start(200);
      dies(engine, moment);
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
    if (inMidStream) {
      shipment.logHoldsEveryEventOnce();
    }
  }

  /**
   * Part of a table is in the target already when the process dies, and rows of that part are
   * deleted before it comes back.
   */
  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void a_death_in_mid_snapshot_loses_nothing(Shipment.Kind kind) throws Exception {
    Shipment shipment = new Shipment(folder, source, kind, "20ms");
    try (Workload workload = Workload.open(source, 43, 10 * ROWS).start(200)) {
      dieAt(shipment, "BEFORE_SOURCE_COMMIT#2");
      Workload.changeMany(source, "customers", "DELETE FROM customers WHERE id % 7 = 0");
      Workload.changeMany(source, "orders", "DELETE FROM orders WHERE id % 5 = 0");
      dieAt(shipment, "BEFORE_SOURCE_COMMIT#4");
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void a_death_when_the_snapshot_hands_over_to_the_stream_loses_nothing(Shipment.Kind kind)
      throws Exception {
    Shipment shipment = new Shipment(folder, source, kind);
    try (Workload workload = Workload.open(source, 44, ROWS).start(200)) {
      dieAt(shipment, "POLLED>=" + (SNAPSHOT + 1));
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
  }

  private static void dieAt(Shipment shipment, String moment) throws InterruptedException {
    try (EngineProcess engine = shipment.engine().dyingAt(moment).start()) {
      dies(engine, moment);
    }
  }

  private static void dies(EngineProcess engine, String moment) throws InterruptedException {
    int code = engine.awaitExit(Duration.ofSeconds(60));
    assertThat(code)
        .as("exit code of a run that was to die at %s\n%s", moment, engine.output())
        .isEqualTo(DIED);
  }
}
