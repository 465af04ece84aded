package io.sluice.acceptance.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.Shipment;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
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

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();

  @AfterEach
  void close() {
    source.close();
  }

  @Test
  void a_full_disk_in_the_state_folder_is_told_and_loses_nothing() throws Exception {
    Shipment shipment = new Shipment(folder, source, Shipment.Kind.POSTGRES);
    EngineProcess.Plan plan = shipment.engine();
    try (SmallDisk disk = SmallDisk.on(plan.stateFolder(), 16);
        Workload workload = Workload.open(source, 21, 500).start(100)) {
      plan = plan.by(disk.command());
      try (EngineProcess engine = plan.start()) {
        Awaitility.await()
            .atMost(SOON)
            .until(() -> engine.delivered() > 2_000 || !engine.isAlive());
        assertThat(engine.isAlive()).as(engine.output()).isTrue();

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
