package io.sluice.acceptance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.Shipment;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The disk that holds checkpoints and dead letters is full. */
@Tag("long")
@EnabledOnOs(OS.LINUX)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFullTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ROWS = 500;

  /** Rows of all tables before the first change. */
  private static final int SNAPSHOT = 3 * ROWS + ROWS / 100 + 10;

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
  }

  private static void awaitOf(EngineProcess engine, Callable<Boolean> condition) {
    Awaitility.await().atMost(SOON).until(() -> condition.call() || !engine.isAlive());
    assertThat(engine.isAlive()).as(engine.output()).isTrue();
  }

  @Test
  void a_full_disk_in_the_state_folder_is_told_and_loses_nothing() throws Exception {
    Shipment shipment = new Shipment(folder, source, Shipment.Kind.POSTGRES);
    EngineProcess.Plan plan = shipment.engine();
    try (SmallDisk disk = SmallDisk.on(plan.stateFolder(), 16);
        Workload workload = Workload.open(source, 21, ROWS)) {
      plan = plan.by(disk.command());
      try (EngineProcess engine = plan.start()) {
        // What is appended is exact only from the snapshot's end on.
        awaitOf(engine, () -> engine.delivered() >= SNAPSHOT);
        workload.start(100);
        awaitOf(engine, () -> engine.delivered() > SNAPSHOT);
        long epoch = engine.epoch();
        awaitOf(engine, () -> engine.epoch() >= epoch + 2);

        disk.fill();

        Awaitility.await().atMost(SOON).until(() -> engine.inTrouble() || !engine.isAlive());
        assertThat(engine.output())
            .containsIgnoringCase("disk")
            .contains(plan.stateFolder().toString());
        disk.relieve();
        engine.kill();
      }
      workload.stop();

      try (EngineProcess last = plan.toTheEnd().start()) {
        assertThat(last.awaitExit(SOON)).as(last.output()).isZero();
      }
    }

    shipment.copyEqualsTheSource();
    shipment.logHoldsEveryEventOnce();
  }
}
