package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.TallySource;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything several times over: three source tasks, a DuckDB file and three tables of a PostgreSQL
 * server of its own, one of them with all versions, with parallel sink tasks. The engine dies at
 * random, the target's server dies at random, and sinks are at different epochs whenever one
 * commits before the other. A seed that was printed is tried again with {@code -Dkill.seed=...}.
 */
@Tag("long")
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillWidelyTest {
  private static final int TASKS = 3;
  private static final long NUMBERS = 40_000;
  private static final int DEATHS = 16;
  private static final int MOST_MILLIS_ALIVE = 2_000;
  private static final Duration TO_THE_END = Duration.ofSeconds(180);

  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.start();
  private final long seed = Long.getLong("kill.seed", System.nanoTime());

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void many_tasks_and_sinks_and_a_target_that_dies_too_lose_nothing_and_double_nothing()
      throws Exception {
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    Target file = Target.duckdb(folder, "tally");
    Target log = new Target(server.newDatabase().jdbcUrl());
    Target copy = new Target(server.newDatabase().jdbcUrl());
    Target past = new Target(server.newDatabase().jdbcUrl());
    EngineProcess.Plan plan =
        new EngineProcess.Plan(pipeline(file, log, copy, past), folder.resolve(".sluice"));

    long deliveredInAll = 0;
    for (int i = 0; i < DEATHS; i++) {
      deliveredInAll += aLife(plan, random);
    }
    assertThat(deliveredInAll).as("records delivered between the deaths").isPositive();
    try (EngineProcess last = plan.toTheEnd().start()) {
      assertThat(last.awaitExit(TO_THE_END)).as("last run\n%s", last.output()).isZero();
    }

    holdsEveryNumberOnce(file);
    holdsEveryNumberOnce(log);
    assertThat(outOfOrder(file)).as("per key, in the order of arrival (invariant 4)").isEmpty();
    assertThat(copy.number("SELECT count(*) FROM tally"))
        .isEqualTo((long) TASKS * TallySource.BUCKETS);
    assertThat(copy.number("SELECT min(number) FROM tally"))
        .as("the oldest of what each key had last")
        .isEqualTo(NUMBERS - TallySource.BUCKETS);
    holdsEveryNumberOnce(past);
    assertThat(brokenChains(past)).as("versions that do not end where the next begins").isEmpty();
  }

  private Path pipeline(Target file, Target log, Target copy, Target past) {
    return new PipelineFile("tally")
        .source(
            TallySource.class.getName(),
            Map.of("tasks.max", "" + TASKS, "numbers", Long.toString(NUMBERS)))
        .sink("file", "table", Map.of("url", file.url(), "mode", "append"))
        .sink("log", "table", Map.of("url", log.url(), "mode", "append", "tasks.max", "2"))
        .sink("copy", "table", Map.of("url", copy.url(), "mode", "upsert", "tasks.max", "3"))
        .sink("past", "table", Map.of("url", past.url(), "mode", "history", "tasks.max", "2"))
        .section("buffer", Map.of("max_records", "2000"))
        .section("checkpoint", Map.of("interval", "50ms"))
        .retryingSoon()
        .writeTo(folder);
  }

  /** The engine runs for a while, through no, one or two deaths of the target's server. */
  private long aLife(EngineProcess.Plan plan, Random random) throws InterruptedException {
    try (EngineProcess engine = plan.start()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> engine.isStarted() || !engine.isAlive());
      for (int deaths = random.nextInt(3); deaths > 0; deaths--) {
        live(random);
        server.kill();
        live(random);
        server.startAgain();
      }
      live(random);
      assertThat(engine.isAlive()).as("the engine ended by itself\n%s", engine.output()).isTrue();
      engine.kill();
      return engine.delivered();
    }
  }

  private static void live(Random random) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_ALIVE)).toNanos());
  }

  private static void holdsEveryNumberOnce(Target target) throws Exception {
    assertThat(
            target.column(
                "SELECT task || '/' || number FROM tally GROUP BY task, number"
                    + " HAVING count(*) > 1 LIMIT 10"))
        .as("numbers that are there twice, in %s", target.url())
        .isEmpty();
    for (int task = 0; task < TASKS; task++) {
      assertThat(target.number("SELECT count(*) FROM tally WHERE task = " + task))
          .as("numbers of task %s, in %s", task, target.url())
          .isEqualTo(NUMBERS);
    }
  }

  private static List<String> outOfOrder(Target duckdb) throws Exception {
    return duckdb.column(
        "SELECT bucket FROM (SELECT bucket, number, lag(number) OVER (PARTITION BY bucket ORDER BY"
            + " rowid) AS earlier FROM tally) t WHERE earlier > number LIMIT 10");
  }

  /** Each version ends where that of its key's next number begins; the last of each is current. */
  private static List<String> brokenChains(Target past) throws Exception {
    return past.column(
        "SELECT bucket FROM (SELECT bucket, number, valid_to, is_current, lead(number) OVER w AS"
            + " next_number, lead(valid_from) OVER w AS next_from FROM tally WINDOW w AS (PARTITION"
            + " BY bucket ORDER BY valid_from)) t WHERE valid_to IS DISTINCT FROM next_from OR"
            + " is_current <> (next_from IS NULL) OR next_number <= number LIMIT 10");
  }
}
