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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
 * The process dies at random while changes go into tables of every mode, with columns that come and
 * a table that is truncated in between. A seed that was printed is tried again with {@code
 * -Dkill.seed=...}.
 */
@Tag("long")
class KillInEveryModeTest {
  private static final int ROWS = 500;

  /** Rows of all tables before the first change. */
  private static final int SNAPSHOT = 3 * ROWS + ROWS / 100 + 10;

  private static final int KILLS = 4;
  private static final int MOST_MILLIS_ALIVE = 1_500;
  private static final Duration TO_THE_END = Duration.ofSeconds(60);

  /** Where the tables are. */
  enum Into {
    POSTGRES,
    DUCKDB,
    SQLITE,
    MARIADB;

    Target target(Path folder, String name) {
      return switch (this) {
        case POSTGRES -> Target.postgres();
        case DUCKDB -> Target.duckdb(folder, name);
        case SQLITE -> Target.sqlite(folder, name);
        case MARIADB -> Target.mariaDb();
      };
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
  void every_table_ends_as_its_mode_promises(Into into) throws Exception {
    long seed = Long.getLong("kill.seed", System.nanoTime());
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    source.sql("CREATE TABLE pages (id bigint PRIMARY KEY, body text)");
    Target copy = into.target(folder, "copy");
    Target soft = into.target(folder, "soft");
    Target log = into.target(folder, "log");
    Target raw = into.target(folder, "raw");
    Target past = into.target(folder, "past");
    PipelineFile pipeline = pipeline();
    pipeline.sink("copy", "table", sink(copy, "mode", "upsert", "truncate.mode", "apply"));
    pipeline.sink("soft", "table", sink(soft, "delete.mode", "soft", "truncate.mode", "apply"));
    pipeline.sink("log", "table", sink(log, "mode", "append"));
    pipeline.sink("raw", "table", sink(raw, "mode", "raw"));
    pipeline.sink("past", "table", sink(past, "mode", "history", "truncate.mode", "apply"));
    EngineProcess.Plan plan =
        new EngineProcess.Plan(pipeline.writeTo(folder), folder.resolve("state"));

    try (Workload workload = Workload.open(source, seed, ROWS)) {
      for (int kill = 0; kill < KILLS; kill++) {
        aLife(plan, workload, random, kill);
      }
    }
    try (EngineProcess last = plan.toTheEnd().start()) {
      assertThat(last.awaitExit(TO_THE_END)).as("%s", last.output()).isZero();
    }

    assertThat(copy.differencesFrom(source)).isEmpty();
    pagesAreThoseOfTheSource(copy, "true");
    marksAreThoseOfDeletedRows(soft);
    everyChangeIsThereOnce(log);
    everyRecordIsThereOnce(raw);
    versionsAreWhole(past);
  }

  private void aLife(EngineProcess.Plan plan, Workload workload, Random random, int kill)
      throws InterruptedException {
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
      pages(kill);
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_ALIVE)).toNanos());
      assertThat(engine.isAlive()).as(engine.output()).isTrue();
      engine.kill();
    }
    workload.stop();
  }

  /** The table grows by a column and loses its rows in the midst of others. */
  private void pages(int kill) {
    String rows = "INSERT INTO pages (id, body) SELECT i, 'p' || i FROM generate_series(%d, %d) i";
    source.sql(
        rows.formatted(kill * 100, kill * 100 + 40),
        "ALTER TABLE pages ADD extra_" + kill + " int DEFAULT " + kill,
        "UPDATE pages SET body = 'changed' WHERE id % 3 = 0",
        "TRUNCATE pages",
        rows.formatted(kill * 100 + 41, kill * 100 + 80),
        "DELETE FROM pages WHERE id % 5 = 0");
  }

  private void pagesAreThoseOfTheSource(Target target, String condition) throws SQLException {
    String rows = "SELECT concat(id, ' ', body, ' ', extra_%d) FROM pages WHERE %s ORDER BY id";
    int last = KILLS - 1;
    List<String> expected = new ArrayList<>();
    for (List<?> row : source.rows(rows.formatted(last, "true"))) {
      expected.add(String.valueOf(row.get(0)));
    }
    assertThat(expected).isNotEmpty();
    assertThat(target.column(rows.formatted(last, condition))).isEqualTo(expected);
  }

  private void marksAreThoseOfDeletedRows(Target soft) throws SQLException {
    assertThat(soft.livingDifferencesFrom(source)).isEmpty();
    pagesAreThoseOfTheSource(soft, "_deleted_at IS NULL");
    assertThat(soft.number("SELECT count(*) FROM pages")).isEqualTo(KILLS * 81L);
    assertThat(soft.number("SELECT count(*) FROM orders WHERE _deleted_at IS NOT NULL"))
        .as("rows that are marked")
        .isPositive();
  }

  private void everyChangeIsThereOnce(Target log) throws SQLException {
    assertThat(log.column("SELECT seq FROM journal GROUP BY seq HAVING count(*) > 1"))
        .as("rows that were appended twice")
        .isEmpty();
    assertThat(log.number("SELECT count(*) FROM journal"))
        .isEqualTo(source.number("SELECT count(*) FROM journal"));
  }

  private void everyRecordIsThereOnce(Target raw) throws SQLException {
    assertThat(
            raw.column(
                "SELECT CAST(record_key AS char(99)) FROM journal GROUP BY CAST(record_key AS"
                    + " char(99)) HAVING count(*) > 1"))
        .as("records that are there twice")
        .isEmpty();
    assertThat(raw.number("SELECT count(*) FROM journal"))
        .isEqualTo(source.number("SELECT count(*) FROM journal"));
    assertThat(
            raw.number("SELECT count(*) FROM orders WHERE _operation = 'd' AND data IS NOT NULL"))
        .as("deletes")
        .isPositive();
    assertThat(raw.number("SELECT count(*) FROM pages WHERE _operation = 't'")).isEqualTo(KILLS);
  }

  /** The current ones are the source's rows, and none is there twice. */
  private void versionsAreWhole(Target past) throws SQLException {
    assertThat(past.currentDifferencesFrom(source)).isEmpty();
    pagesAreThoseOfTheSource(past, "is_current");
    assertThat(
            past.column("SELECT id FROM customers GROUP BY id HAVING count(*) > max(version) + 1"))
        .as("customers with more versions than there were")
        .isEmpty();
    assertThat(
            past.column(
                "SELECT id FROM customers GROUP BY id HAVING count(*) <> count(DISTINCT version)"))
        .as("versions that are there twice")
        .isEmpty();
  }

  private static Map<String, String> sink(Target target, String... settings) {
    Map<String, String> all = new HashMap<>(target.login());
    all.put("url", target.url());
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return all;
  }

  private PipelineFile pipeline() {
    Map<String, String> from = Shipment.sourceConfig(source, source.server().port());
    from.put("skipped.operations", "none");
    return new PipelineFile("modes")
        .source("postgres", from)
        .section("checkpoint", Map.of("interval", "200ms"))
        .retryingSoon();
  }
}
