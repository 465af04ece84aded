package io.sluice.acceptance.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Money moves while a bank is copied, and the process that copies it is killed again and again.
 * Whoever looks into a target sees a state that the bank was in. A seed that was printed is tried
 * again with {@code -Dbank.seed=...}.
 */
@Tag("long")
class BankTest {
  private static final int ACCOUNTS = 5_000;
  private static final int TRANSFERS_A_SECOND = 300;
  private static final int KILLS = 8;
  private static final int MOST_MILLIS_ALIVE = 3_000;
  private static final int NONE_UNDER_WAY = 100; // that many transfers behind the newest
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final long seed = Long.getLong("bank.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Target postgres = Target.postgres();
  private Target duckdb;
  private Target log;
  private EngineProcess.Plan engine;

  @BeforeEach
  void pipeline() {
    System.out.println("bank.seed=" + seed);
    duckdb = Target.duckdb(folder, "copy");
    log = Target.duckdb(folder, "log");
    Path file =
        new PipelineFile("bank")
            .source("postgres", inSmallChunks())
            .sink("postgres", "table", Map.of("url", postgres.url(), "mode", "upsert"))
            .sink("duckdb", "table", Map.of("url", duckdb.url(), "mode", "upsert"))
            .sink("log", "table", Map.of("url", log.url(), "mode", "append"))
            .section("checkpoint", Map.of("interval", "50ms", "max_records", "500"))
            .retryingSoon()
            .writeTo(folder);
    engine = new EngineProcess.Plan(file, folder.resolve(".sluice"));
  }

  @AfterEach
  void close() {
    source.close();
  }

  private Map<String, String> inSmallChunks() {
    Map<String, String> config =
        new HashMap<>(Shipment.sourceConfig(source, source.server().port()));
    config.put("sluice.snapshot.chunk.pages", "4");
    config.put("max.batch.size", "256");
    config.put("incremental.snapshot.chunk.size", "100");
    return config;
  }

  @Test
  void every_epoch_in_a_target_is_a_state_that_the_bank_was_in() throws Exception {
    try (Bank bank = Bank.open(source, ACCOUNTS, seed).start(TRANSFERS_A_SECOND)) {
      Cuts cuts;
      long inFirstLife;
      try (EngineProcess first = engine.start()) {
        throughTheSnapshot(bank, first);
        cuts = Cuts.watch(postgres);
        await(first, () -> cuts.count() > 3);
        first.kill();
        inFirstLife = cuts.count();
      }
      killAndLook(bank);
      bank.stop();
      finish();

      assertThat(cuts.count()).as("epochs seen").isGreaterThan(inFirstLife);
      cuts.areStatesOfTheBank(bank);
      targetsEqualTheBank(bank);
      logKeepsTheOrderOfEachAccount();
    }
  }

  /**
   * What was left of the snapshot is read beside the stream. As long as that lasts rows are missing
   * in the target, and none that is there is wrong. What was read before the death may be read
   * again, so that the log holds it twice.
   */
  @Test
  void a_death_in_mid_snapshot_makes_and_destroys_no_money() throws Exception {
    try (Bank bank = Bank.open(source, ACCOUNTS, seed).start(TRANSFERS_A_SECOND)) {
      try (EngineProcess first =
          engine.dyingAt("AFTER_SINK_COMMIT#" + (3 + random.nextInt(6))).start()) {
        assertThat(first.awaitExit(SOON)).isEqualTo(137);
      }
      Cuts cuts = hasTables() ? Cuts.watch(postgres) : null;
      long whileReading;
      try (EngineProcess second = engine.start()) {
        if (cuts == null) {
          await(second, this::hasTables);
          cuts = Cuts.watch(postgres);
        }
        throughTheSnapshot(bank, second);
        whileReading = cuts.count();
        second.kill();
      }
      killAndLook(bank);
      bank.stop();
      finish();

      cuts.areStatesOfTheBank(bank, whileReading);
      targetsEqualTheBank(bank);
    }
  }

  private boolean hasTables() throws SQLException {
    return postgres.number(
            "SELECT count(*) FROM pg_tables WHERE tablename IN ('accounts', 'journal',"
                + " '_sluice_offsets')")
        == 3;
  }

  /** Until all is read, and a transfer that no snapshot can have seen has arrived. */
  private void throughTheSnapshot(Bank bank, EngineProcess running) {
    await(running, () -> postgres.number("SELECT count(*) FROM accounts") == ACCOUNTS);
    long epoch = running.epoch();
    await(running, () -> running.epoch() > epoch);
    long newest = bank.newest();
    String settled = "SELECT count(*) FROM journal WHERE id <= " + (newest - NONE_UNDER_WAY);
    long lines = source.number(settled);
    await(running, () -> postgres.number(settled) == lines);
    await(running, () -> postgres.number("SELECT count(*) FROM journal WHERE id = " + newest) == 1);
  }

  private static void await(EngineProcess running, Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(SQLException.class) // not made yet
        .until(() -> condition.call() || !running.isAlive());
    assertThat(running.isAlive()).as(running.output()).isTrue();
  }

  /** DuckDB lets only one process at a time open a file: it is looked at after each death. */
  private void killAndLook(Bank bank) throws Exception {
    for (int i = 0; i < KILLS; i++) {
      try (EngineProcess next = engine.start()) {
        await(next, next::isStarted);
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_ALIVE)).toNanos());
        assertThat(next.isAlive()).as("the engine ended by itself\n%s", next.output()).isTrue();
        next.kill();
      }
      long halfOfOne =
          duckdb.number(
              "SELECT count(DISTINCT last_transfer) FROM accounts WHERE last_transfer IS NOT NULL"
                  + " AND last_transfer NOT IN (SELECT id FROM journal)");
      long total = duckdb.number("SELECT sum(balance) FROM accounts");
      assertThat(halfOfOne).as("transactions of which a part is there").isBetween(0L, 1L);
      if (halfOfOne == 0) {
        assertThat(total).as("total after death %d", i + 1).isEqualTo(bank.total());
      } else {
        assertThat(total).isBetween(bank.total() - 100, bank.total());
      }
    }
  }

  private void finish() throws InterruptedException {
    try (EngineProcess last = engine.toTheEnd().start()) {
      assertThat(last.awaitExit(Duration.ofMinutes(2))).as(last.output()).isZero();
    }
  }

  private void targetsEqualTheBank(Bank bank) throws SQLException {
    String all =
        "SELECT count(*) || ' accounts, ' || sum(balance) || ' in all, ' || sum(version) || '"
            + " changes, ' || sum(id * balance + version * coalesce(last_transfer, 0)) FROM"
            + " accounts";
    String lines = "SELECT count(*) || ' lines, ' || sum(amount * id) FROM journal";
    for (Target target : new Target[] {postgres, duckdb}) {
      assertThat(target.column(all).get(0)).isEqualTo(source.value(all));
      assertThat(target.column(lines).get(0)).isEqualTo(source.value(lines));
      assertThat(target.number("SELECT sum(balance) FROM accounts")).isEqualTo(bank.total());
    }
  }

  /** The rows of a table in DuckDB are in the order in which they were appended. */
  private void logKeepsTheOrderOfEachAccount() throws SQLException {
    assertThat(
            log.column(
                "SELECT id || ': ' || version || ' after ' || before FROM (SELECT id, version,"
                    + " lag(version) OVER (PARTITION BY id ORDER BY rowid) AS before FROM accounts)"
                    + " WHERE before IS NOT NULL AND version <> before + 1"))
        .as("changes that are missing, doubled or out of order")
        .isEmpty();
    assertThat(log.number("SELECT count(*) FROM accounts"))
        .as("each account once from the snapshot and once for each change since")
        .isGreaterThan(ACCOUNTS);
  }
}
