package io.sluice.acceptance.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each in a process of its own with a small heap, on a server that has room for as many locks as by
 * default.
 */
@Tag("long")
class LimitsTest {
  private static final int MOST_COLUMNS = 1_600; // of a table of PostgreSQL
  private static final int TABLES = 10_000;
  private static final int ROWS_OF_ONE_TRANSACTION = 5_000_000;
  private static final long HEAP_AND_ALL_ELSE = 512L * 1024 * 1024;

  private static final PostgresServer SERVER =
      PostgresServer.start(
          Map.of(
              "max_wal_size", "4GB",
              "checkpoint_timeout", "30min"));

  @TempDir Path folder;
  private final PostgresDatabase source = SERVER.newDatabase();

  @AfterEach
  void drop() {
    source.close();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @ParameterizedTest(name = "into {0}")
  @EnumSource(Shipment.Kind.class)
  void a_table_of_1600_columns_is_copied_and_followed(Shipment.Kind kind) throws Exception {
    String columns =
        IntStream.range(1, MOST_COLUMNS)
            .mapToObj(i -> "c" + i + " int")
            .collect(Collectors.joining(", "));
    String values =
        IntStream.range(1, MOST_COLUMNS)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    source.sql(
        "CREATE TABLE wide (id int PRIMARY KEY, " + columns + ")",
        "INSERT INTO wide SELECT i, " + values + " FROM generate_series(1, 50) i");
    Target target = kind.target(folder, "wide");
    EngineProcess.Plan engine = plan(Map.of("url", target.url()));
    runToTheEnd(engine);

    source.sql(
        "UPDATE wide SET c1599 = -1, c800 = NULL WHERE id <= 10",
        "DELETE FROM wide WHERE id = 50",
        "INSERT INTO wide (id, c1) VALUES (51, 7)");
    runToTheEnd(engine);

    String sums = "SELECT count(*) || ' ' || sum(c1) || ' ' || sum(c800) || ' ' || sum(c1599)";
    assertThat(target.column(sums + " FROM wide").get(0))
        .isEqualTo(source.value(sums + " FROM wide"));
  }

  @Test
  void a_database_of_10000_tables_starts_soon_and_in_bounded_memory() throws Exception {
    for (int first = 1; first <= TABLES; first += 500) {
      source.sql(
          "DO $$ BEGIN FOR i IN "
              + first
              + ".."
              + (first + 499)
              + " LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY, name text)', i);"
              + " EXECUTE format('INSERT INTO t%s VALUES (%s, ''row'')', i, i);"
              + " END LOOP; END $$");
    }
    Target target = Target.duckdb(folder, "many");
    long start = System.nanoTime();
    try (EngineProcess engine = plan(everythingInOneTable(target)).start()) {
      await(engine, Duration.ofMinutes(3), () -> engine.delivered() > 0);
      Duration toFirst = Duration.ofNanos(System.nanoTime() - start);
      await(engine, Duration.ofMinutes(3), () -> engine.delivered() >= TABLES);
      source.sql("INSERT INTO t1 VALUES (-1, 'late')", "INSERT INTO t10000 VALUES (-2, 'late')");
      await(engine, Duration.ofMinutes(1), () -> engine.delivered() >= TABLES + 2);
      long peak = engine.peakResident();
      assertThat(engine.stop()).as(engine.output()).isZero();

      assertThat(toFirst).as("to the first row").isLessThan(Duration.ofSeconds(60));
      assertThat(peak).as("resident memory").isBetween(1L, HEAP_AND_ALL_ELSE);
    }
    assertThat(target.number("SELECT count(DISTINCT id) FROM everything")).isEqualTo(TABLES + 2);
  }

  @Test
  void a_transaction_of_five_million_rows_passes_through_a_heap_of_256_megabytes()
      throws Exception {
    source.sql("CREATE TABLE big (id int PRIMARY KEY, name text, amount numeric(12,2))");
    Target target = Target.duckdb(folder, "big");
    EngineProcess.Plan plan = plan(Map.of("url", target.url()));
    runToTheEnd(plan);
    source.sql(
        "INSERT INTO big SELECT i, 'row ' || i, i / 100.0 FROM generate_series(1, "
            + ROWS_OF_ONE_TRANSACTION
            + ") i");

    try (EngineProcess engine = plan.start()) {
      await(engine, Duration.ofMinutes(5), () -> engine.delivered() >= ROWS_OF_ONE_TRANSACTION);
      long peak = engine.peakResident();
      assertThat(engine.stop()).as(engine.output()).isZero();
      assertThat(peak).as("resident memory").isBetween(1L, 2 * HEAP_AND_ALL_ELSE);
    }

    String sums = "SELECT count(*) || ' ' || sum(id) || ' ' || sum(amount) FROM big";
    assertThat(target.column(sums).get(0)).isEqualTo(source.value(sums));
  }

  private EngineProcess.Plan plan(Map<String, String> sink) {
    Path file =
        new PipelineFile("limits")
            .source("postgres", Shipment.sourceConfig(source, SERVER.port()))
            .sink("target", "table", sink)
            .retryingSoon()
            .writeTo(folder);
    return new EngineProcess.Plan(file, folder.resolve(".sluice"));
  }

  private static Map<String, String> everythingInOneTable(Target target) {
    return Map.of(
        "url", target.url(),
        "mode", "append",
        "table.name.format", "everything",
        "primary.key.mode", "none");
  }

  private static void runToTheEnd(EngineProcess.Plan plan) throws InterruptedException {
    try (EngineProcess engine = plan.toTheEnd().start()) {
      assertThat(engine.awaitExit(Duration.ofMinutes(3))).as(engine.output()).isZero();
    }
  }

  private static void await(EngineProcess engine, Duration limit, Callable<Boolean> condition) {
    Awaitility.await().atMost(limit).until(() -> condition.call() || !engine.isAlive());
    assertThat(engine.isAlive()).as(engine.output()).isTrue();
  }
}
