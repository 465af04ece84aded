package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.Shipment;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL at moments that nobody chose, under load. A seed that was printed is tried again with
 * {@code -Dkill.seed=...}.
 */
@Tag("long")
class KillAtRandomTest {
  private static final int KILLS = 25; // for each target
  private static final int ROWS = 1_000;

  /** Rows of all tables before the first change. */
  private static final int SNAPSHOT = 3 * ROWS + ROWS / 100 + 10;

  private static final int MOST_MILLIS_ALIVE = 2_500;

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final long seed = Long.getLong("kill.seed", System.nanoTime());

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void deaths_at_random_moments_lose_nothing_and_double_nothing(Shipment.Kind kind)
      throws Exception {
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    Shipment shipment = new Shipment(folder, source, kind);
    try (Workload workload = Workload.open(source, seed, ROWS)) {
      throughTheSnapshot(shipment, workload);
      long deliveredInAll = 0;
      for (int i = 0; i < KILLS; i++) {
        // Every other life has begun to deliver before its time is counted, however slow it starts.
        deliveredInAll +=
            killedAfter(shipment, Duration.ofMillis(random.nextInt(MOST_MILLIS_ALIVE)), i % 2 == 1);
      }
      assertThat(deliveredInAll).as("records delivered between the deaths").isPositive();
      workload.stop();
    }

    shipment.finish();

    shipment.copyEqualsTheSource();
    shipment.logHoldsEveryEventOnce();
  }

  /**
   * A snapshot that is cut off is read again, so that what is appended is exact only from its end
   * on. So the shop opens when the snapshot has arrived, and the first death comes two epochs
   * later.
   */
  private static void throughTheSnapshot(Shipment shipment, Workload workload)
      throws InterruptedException {
    try (EngineProcess engine = shipment.engine().start()) {
      awaitOf(engine, () -> engine.delivered() >= SNAPSHOT);
      workload.start(200);
      awaitOf(engine, () -> engine.delivered() > SNAPSHOT);
      long epoch = engine.epoch();
      awaitOf(engine, () -> engine.epoch() >= epoch + 2);
      engine.kill();
    }
  }

  private static void awaitOf(EngineProcess engine, Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> condition.call() || !engine.isAlive());
    assertThat(engine.isAlive()).as(engine.output()).isTrue();
  }

  private static long killedAfter(Shipment shipment, Duration alive, boolean delivering)
      throws InterruptedException {
    try (EngineProcess engine = shipment.engine().start()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(
              () ->
                  (delivering ? engine.delivered() > 0 : engine.isStarted()) || !engine.isAlive());
      LockSupport.parkNanos(alive.toNanos());
      assertThat(engine.isAlive()).as("the engine ended by itself\n%s", engine.output()).isTrue();
      engine.kill();
      return engine.delivered();
    }
  }
}
