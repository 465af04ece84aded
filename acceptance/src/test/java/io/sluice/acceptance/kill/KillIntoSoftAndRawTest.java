package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
 * The process dies at random while deletes mark rows, and while every record is kept as it came. A
 * seed that was printed is tried again with {@code -Dkill.seed=...}.
 */
@Tag("long")
class KillIntoSoftAndRawTest {
  private static final int ROWS = 500;

  /** Rows of all tables before the first change. */
  private static final int SNAPSHOT = 3 * ROWS + ROWS / 100 + 10;

  private static final int KILLS = 3;
  private static final int MOST_MILLIS_ALIVE = 1_500;
  private static final Duration TO_THE_END = Duration.ofSeconds(60);

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

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource
  void marked_rows_are_those_that_were_deleted_and_every_record_is_kept_once(Into into)
      throws Exception {
    long seed = Long.getLong("kill.seed", System.nanoTime());
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    Target soft = into.target(folder, "soft");
    Target raw = into.target(folder, "raw");
    EngineProcess.Plan plan = new EngineProcess.Plan(pipeline(soft, raw), folder.resolve("state"));

    try (Workload workload = Workload.open(source, seed, ROWS)) {
      for (int kill = 0; kill < KILLS; kill++) {
        try (EngineProcess engine = plan.start()) {
          // The first one dies behind the snapshot, which comes again where it was broken off.
          long delivered = kill == 0 ? SNAPSHOT : 1;
          if (kill > 0) {
            workload.start(200);
          }
          Awaitility.await()
              .atMost(TO_THE_END)
              .pollInterval(Duration.ofMillis(5))
              .until(() -> engine.delivered() >= delivered || !engine.isAlive());
          if (kill == 0) {
            long epoch = engine.epoch();
            workload.start(200);
            Awaitility.await()
                .atMost(TO_THE_END)
                .until(() -> engine.epoch() >= epoch + 2 || !engine.isAlive());
          }
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_ALIVE)).toNanos());
          assertThat(engine.isAlive()).as(engine.output()).isTrue();
          engine.kill();
        }
        workload.stop();
      }
    }
    try (EngineProcess last = plan.toTheEnd().start()) {
      assertThat(last.awaitExit(TO_THE_END)).as("%s", last.output()).isZero();
    }

    assertThat(soft.livingDifferencesFrom(source)).isEmpty();
    assertThat(soft.number("SELECT count(*) FROM orders WHERE _deleted_at IS NOT NULL"))
        .as("rows that are marked")
        .isPositive();
    assertThat(raw.column("SELECT record_key FROM journal GROUP BY record_key HAVING count(*) > 1"))
        .as("records that are there twice")
        .isEmpty();
    assertThat(raw.number("SELECT count(*) FROM journal"))
        .isEqualTo(source.number("SELECT count(*) FROM journal"));
    assertThat(
            raw.number("SELECT count(*) FROM orders WHERE _operation = 'd' AND data IS NOT NULL"))
        .as("deletes")
        .isPositive();
  }

  private Path pipeline(Target soft, Target raw) {
    Map<String, String> marking = new HashMap<>(soft.login());
    marking.putAll(Map.of("url", soft.url(), "mode", "upsert", "delete.mode", "soft"));
    Map<String, String> keeping = new HashMap<>(raw.login());
    keeping.putAll(Map.of("url", raw.url(), "mode", "raw"));
    return new PipelineFile("marked")
        .source("postgres", Shipment.sourceConfig(source, source.server().port()))
        .sink("soft", "table", marking)
        .sink("raw", "table", keeping)
        .section("checkpoint", Map.of("interval", "200ms"))
        .retryingSoon()
        .writeTo(folder);
  }
}
