package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.TallySource;
import io.sluice.acceptance.run.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two pipelines, each a process, write one table at the same time, and one of them dies now and
 * then. Not DuckDB, whose file one process has for itself. A seed that was printed is tried again
 * with {@code -Dkill.seed=...}.
 */
@Tag("long")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillOneOfTwoPipelinesTest {
  private static final long NUMBERS = 24_000;
  private static final int DEATHS = 3;
  private static final int MOST_MILLIS_ALIVE = 800;
  private static final Duration TO_THE_END = Duration.ofSeconds(60);

  /** Where the table is. */
  enum Into {
    POSTGRES,
    MARIADB,
    SQLITE;

    Target target(Path folder) {
      return switch (this) {
        case POSTGRES -> Target.postgres();
        case MARIADB -> Target.mariaDb();
        case SQLITE -> Target.sqlite(folder, "shared");
      };
    }
  }

  /** How they meet in it. */
  enum Meeting {
    /** Each adds its rows. */
    ROWS_OF_BOTH,
    /** Both write the very same rows, over and over. */
    THE_SAME_ROWS,
    /** Each has its rows, and other columns by which it knows them. */
    OTHER_KEYS
  }

  @TempDir Path folder;
  private final Random random = new Random(seed());

  private static long seed() {
    long seed = Long.getLong("kill.seed", System.nanoTime());
    System.out.println("kill.seed=" + seed);
    return seed;
  }

  static List<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (Into into : Into.values()) {
      for (Meeting meeting : Meeting.values()) {
        all.add(Arguments.of(into, meeting));
      }
    }
    return all;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void each_has_its_rows_in_the_table_exactly_once(Into into, Meeting meeting) throws Exception {
    Target target = into.target(folder);
    EngineProcess.Plan survives = plan("first", 0, target, meeting);
    EngineProcess.Plan dies = plan("second", 1, target, meeting);

    try (EngineProcess other = survives.start()) {
      for (int death = 0; death < DEATHS; death++) {
        try (EngineProcess engine = dies.start()) {
          awaitDelivered(engine);
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_ALIVE)).toNanos());
          assertThat(engine.isAlive()).as(engine.output()).isTrue();
          engine.kill();
          // Else they did not write at the same time.
          assertThat(death > 0 || other.delivered() < NUMBERS).as(other.output()).isTrue();
        }
      }
      try (EngineProcess last = dies.toTheEnd().start()) {
        assertThat(last.awaitExit(TO_THE_END)).as("%s", last.output()).isZero();
      }
      assertThat(other.stop()).as("%s", other.output()).isZero();
    }
    try (EngineProcess last = survives.toTheEnd().start()) {
      assertThat(last.awaitExit(TO_THE_END)).as("%s", last.output()).isZero();
    }

    for (int task = 0; task < 2; task++) {
      switch (meeting) {
        case ROWS_OF_BOTH -> hasAllNumbersOnce(target, task);
        case THE_SAME_ROWS -> hasTheLastNumbers(target, 0);
        case OTHER_KEYS -> hasTheLastNumbers(target, task);
      }
    }
    long tasks = meeting == Meeting.THE_SAME_ROWS ? 1 : 2;
    long ofEach = meeting == Meeting.ROWS_OF_BOTH ? NUMBERS : TallySource.BUCKETS;
    assertThat(target.number("SELECT count(*) FROM tally")).isEqualTo(tasks * ofEach);
  }

  private EngineProcess.Plan plan(String name, int place, Target target, Meeting meeting) {
    Map<String, String> sink = new HashMap<>(target.login());
    sink.put("url", target.url());
    sink.put("mode", meeting == Meeting.ROWS_OF_BOTH ? "append" : "upsert");
    if (meeting == Meeting.OTHER_KEYS && place == 1) {
      sink.put("primary.key.mode", "record_value");
      sink.put("primary.key.fields", "bucket,task");
    }
    sink.put("fan.in", String.valueOf(meeting == Meeting.OTHER_KEYS));
    int task = meeting == Meeting.THE_SAME_ROWS ? 0 : place;
    Path pipeline =
        new PipelineFile(name)
            .source(
                TallySource.class.getName(),
                Map.of("numbers", Long.toString(NUMBERS), TallySource.FIRST_TASK, "" + task))
            .sink("shared", "table", sink)
            .section("checkpoint", Map.of("interval", "50ms"))
            .retryingSoon()
            .writeTo(folder);
    return new EngineProcess.Plan(pipeline, folder.resolve(name));
  }

  private static void awaitDelivered(EngineProcess engine) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> engine.delivered() > 0 || !engine.isAlive());
  }

  private static void hasAllNumbersOnce(Target target, int task) throws Exception {
    assertThat(
            target.column(
                "SELECT count(*) FROM tally WHERE task = "
                    + task
                    + " UNION ALL SELECT count(DISTINCT number) FROM tally WHERE task = "
                    + task))
        .as("numbers of task %s", task)
        .containsOnly(String.valueOf(NUMBERS));
  }

  /** Each bucket has the last number that it was given. */
  private static void hasTheLastNumbers(Target target, int task) throws Exception {
    String of = " FROM tally WHERE task = " + task;
    assertThat(target.number("SELECT count(DISTINCT bucket)" + of)).isEqualTo(TallySource.BUCKETS);
    assertThat(target.number("SELECT count(DISTINCT number)" + of)).isEqualTo(TallySource.BUCKETS);
    assertThat(target.number("SELECT min(number)" + of)).isEqualTo(NUMBERS - TallySource.BUCKETS);
  }
}
