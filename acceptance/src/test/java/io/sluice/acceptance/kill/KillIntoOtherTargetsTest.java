package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies around the commits of the databases that the other kill suites do not write
 * into, MariaDB above all, where a change of a table ends the transaction it is in.
 */
@Tag("long")
class KillIntoOtherTargetsTest {
  private static final int ROWS = 1_000;

  /** Rows of all tables before the first change. */
  private static final int SNAPSHOT = 3 * ROWS + ROWS / 100 + 10;

  private static final int KILLS = 8;
  private static final int MOST_MILLIS_ALIVE = 2_000;
  private static final int DIED = 137;

  /** Where the copies go. */
  enum Into {
    SQLITE,
    MARIADB;

    Target target(Path folder, String name) {
      return this == SQLITE ? Target.sqlite(folder, name) : Target.mariaDb();
    }
  }

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final long seed = Long.getLong("kill.seed", System.nanoTime());

  @AfterEach
  void close() {
    source.close();
  }

  static List<Arguments> moments() {
    List<Arguments> moments = new ArrayList<>();
    for (Into into : Into.values()) {
      for (String moment :
          new String[] {
            "AFTER_PREPARE#1", "BEFORE_SINK_COMMIT#1", "AFTER_SINK_COMMIT#1", "BEFORE_COMMIT#1"
          }) {
        moments.add(Arguments.of(into, moment, false));
      }
      for (String moment : new String[] {"BEFORE_SINK_COMMIT#6", "AFTER_SINK_COMMIT#7"}) {
        moments.add(Arguments.of(into, moment + "@" + SNAPSHOT, true));
      }
    }
    return moments;
  }

  private Shipment shipment(Into into) {
    return new Shipment(folder, source, into.target(folder, "copy"), into.target(folder, "log"));
  }

  @ParameterizedTest(name = "into {0}, dying at {1}")
  @MethodSource("moments")
  void a_death_at_a_named_moment_loses_nothing(Into into, String moment, boolean inMidStream)
      throws Exception {
    Shipment shipment = shipment(into);
    try (Workload workload = Workload.open(source, 42, ROWS);
        EngineProcess engine = shipment.engine().dyingAt(moment).start()) {
      if (inMidStream) {
        awaitOf(engine, SNAPSHOT);
      }
      workload.start(200);
      int code = engine.awaitExit(Duration.ofSeconds(60));
      assertThat(code).as(engine.output()).isEqualTo(DIED);
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
    if (inMidStream) {
      shipment.logHoldsEveryEventOnce();
    }
  }

  /** Columns come and widen between the deaths, so that some of them are in the midst of that. */
  @ParameterizedTest(name = "into {0}")
  @EnumSource
  void deaths_at_random_moments_while_tables_change_lose_nothing_and_double_nothing(Into into)
      throws Exception {
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    Shipment shipment = shipment(into);
    try (Workload workload = Workload.open(source, seed, ROWS)) {
      try (EngineProcess engine = shipment.engine().start()) {
        awaitOf(engine, SNAPSHOT);
        workload.start(200);
        awaitOf(engine, SNAPSHOT + 1);
        long epoch = engine.epoch();
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> engine.epoch() >= epoch + 2 || !engine.isAlive());
        engine.kill();
      }
      for (int i = 0; i < KILLS; i++) {
        try (EngineProcess engine = shipment.engine().start()) {
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .pollInterval(Duration.ofMillis(5))
              .until(() -> engine.isStarted() || !engine.isAlive());
          source.sql("ALTER TABLE journal ADD extra_" + i + " int DEFAULT " + i);
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_ALIVE)).toNanos());
          assertThat(engine.isAlive()).as(engine.output()).isTrue();
          engine.kill();
        }
      }
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
    shipment.logHoldsEveryEventOnce();
  }

  private static void awaitOf(EngineProcess engine, long delivered) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> engine.delivered() >= delivered || !engine.isAlive());
    assertThat(engine.isAlive()).as(engine.output()).isTrue();
  }
}
