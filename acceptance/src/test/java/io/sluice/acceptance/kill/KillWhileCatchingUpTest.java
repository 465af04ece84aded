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
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL while a backlog is read by SQL and at the hand-over to the stream: every life begins with
 * what was changed while the engine was dead.
 */
@Tag("long")
class KillWhileCatchingUpTest {
  private static final int KILLS = 12;
  private static final int ROWS = 1_000;
  private static final int MOST_MILLIS_ALIVE = 1_000;

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final long seed = Long.getLong("kill.seed", System.nanoTime());

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void deaths_while_a_backlog_is_read_lose_nothing_and_double_nothing(Shipment.Kind kind)
      throws Exception {
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    Shipment shipment =
        new Shipment(folder, source, kind, "50ms", Map.of("sluice.catch.up.min.bytes", "1"));
    try (Workload workload = Workload.open(source, seed, ROWS)) {
      shipment.finish();
      workload.start(500);
      for (int i = 0; i < KILLS; i++) {
        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        try (EngineProcess engine = shipment.engine().start()) {
          Awaitility.await()
              .atMost(Duration.ofSeconds(60))
              .pollInterval(Duration.ofMillis(5))
              .until(() -> engine.isStarted() || !engine.isAlive());
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_ALIVE)).toNanos());
          assertThat(engine.isAlive()).as("ended by itself\n%s", engine.output()).isTrue();
          engine.kill();
        }
      }
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
    shipment.logHoldsEveryEventOnce();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        source.number("SELECT count(*) FROM pg_replication_slots WHERE temporary"))
                    .isZero());
  }
}
