package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.EngineProcess;
import io.sluice.acceptance.run.PipelineFile;
import io.sluice.acceptance.run.Shipment;
import io.sluice.acceptance.run.Target;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
 * The process dies while it fills a table whose key comes last, and while that key is built. A seed
 * that was printed is tried again with {@code -Dkill.seed=...}.
 */
@Tag("long")
class KillInFirstLoadTest {
  private static final int ROWS = 60_000;
  private static final int KILLS = 4;
  private static final int MOST_MILLIS_LOADING = 600;
  private static final Duration TO_THE_END = Duration.ofSeconds(60);
  private static final Duration LONGER_THAN_A_CALL = Duration.ofSeconds(7);

  private static final String ALL = "SELECT concat(id, ' ', n, ' ', body) FROM tokens";

  /** Where the rows go, and how it is asked for the key, and for the builds that wait. */
  enum Kind {
    POSTGRES(
        "SELECT 1 FROM tokens LIMIT 1",
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND"
            + " a.attnum = ANY(i.indkey) WHERE i.indrelid = 'tokens'::regclass AND i.indisprimary",
        "SELECT concat(pid, ' since ', query_start) FROM pg_stat_activity WHERE datname ="
            + " current_database() AND query LIKE 'ALTER TABLE%ADD PRIMARY KEY%' AND"
            + " wait_event_type = 'Lock'"),
    MARIADB(
        "SELECT _sluice_order FROM tokens LIMIT 1",
        "SELECT column_name FROM information_schema.key_column_usage WHERE table_schema ="
            + " database() AND table_name = 'tokens' AND constraint_name = 'PRIMARY'",
        "SELECT id FROM information_schema.processlist WHERE db = database()"
            + " AND info LIKE 'ALTER TABLE%ADD PRIMARY KEY (\"id\")'"
            + " AND state LIKE 'Waiting for table metadata lock%'"),
    /** Readers hold up no build there, so that none can be met in its midst. */
    SQLITE(
        "",
        "SELECT c.name FROM pragma_index_list('tokens') l, pragma_index_info(l.name) c"
            + " WHERE l.\"unique\"",
        "");

    private final String whileLoading;
    private final String key;
    private final String building;

    Kind(String whileLoading, String key, String building) {
      this.whileLoading = whileLoading;
      this.key = key;
      this.building = building;
    }

    Target open(Path folder) {
      return switch (this) {
        case POSTGRES -> Target.postgres();
        case MARIADB -> Target.mariaDb();
        case SQLITE -> Target.sqlite(folder, "copy");
      };
    }
  }

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final long seed = Long.getLong("kill.seed", System.nanoTime());

  /** The copy, and what brings it about. */
  private record Load(Kind kind, Target copy, EngineProcess.Plan plan) {}

  private Load of(Kind kind) throws Exception {
    return of(kind, new PipelineFile("first").retryingSoon());
  }

  private Load of(Kind kind, PipelineFile pipeline) throws Exception {
    Target copy = kind.open(folder);
    System.out.println("kill.seed=" + seed);
    source.sql(
        "CREATE TABLE tokens (id uuid PRIMARY KEY, n int NOT NULL, body text)",
        "INSERT INTO tokens SELECT md5(i::text)::uuid, i, repeat('b', i % 200)"
            + " FROM generate_series(1, "
            + ROWS
            + ") i");
    Map<String, String> from = Shipment.sourceConfig(source, source.server().port());
    Map<String, String> into = new HashMap<>(copy.login());
    into.put("url", copy.url());
    into.put("batch.size", "1000");
    pipeline.source("postgres", from).section("checkpoint", Map.of("interval", "100ms"));
    pipeline.sink("copy", "table", into);
    return new Load(
        kind, copy, new EngineProcess.Plan(pipeline.writeTo(folder), folder.resolve("state")));
  }

  @AfterEach
  void close() {
    source.close();
  }

  private void change(int kill) {
    source.sql(
        "UPDATE tokens SET body = 'changed " + kill + "' WHERE n % 7 = " + kill,
        "DELETE FROM tokens WHERE n % 101 = " + kill,
        "INSERT INTO tokens SELECT md5('new' || i)::uuid, i, 'new' FROM generate_series("
            + (kill * 100)
            + ", "
            + (kill * 100 + 99)
            + ") i");
  }

  private void assertCopied(Load load) throws Exception {
    try (EngineProcess last = load.plan().toTheEnd().start()) {
      assertThat(last.awaitExit(TO_THE_END)).as("%s", last.output()).isZero();
    }
    assertThat(sorted(load.copy().column(ALL))).isEqualTo(sorted(originals()));
    assertThat(load.copy().column(load.kind().key)).containsExactly("id");
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  private List<String> originals() throws SQLException {
    return new Target(source.jdbcUrl()).column(ALL);
  }

  @ParameterizedTest
  @EnumSource
  void deaths_in_the_midst_of_a_load_lose_nothing_and_leave_the_key(Kind kind) throws Exception {
    Load load = of(kind);
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      try (EngineProcess engine = load.plan().start()) {
        Awaitility.await()
            .atMost(TO_THE_END)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> engine.isStarted() || !engine.isAlive());
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_MILLIS_LOADING)).toNanos());
        assertThat(engine.isAlive()).as(engine.output()).isTrue();
        engine.kill();
      }
      change(kill);
    }
    assertCopied(load);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
  void a_death_while_the_key_is_built_has_it_built_again(Kind kind) throws Exception {
    Load load = of(kind);
    try (Connection reader = load.copy().connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      try (EngineProcess engine = load.plan().start()) {
        Awaitility.await()
            .atMost(TO_THE_END)
            .until(() -> reads(statement, kind) || !engine.isAlive());
        Awaitility.await().atMost(TO_THE_END).until(() -> builds(load) || !engine.isAlive());
        assertThat(engine.isAlive()).as(engine.output()).isTrue();
        engine.kill();
      }
      assertThat(load.copy().column(load.kind().key)).doesNotContain("id");
      reader.rollback();
    }
    change(1);
    assertCopied(load);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
  void a_build_that_takes_longer_than_any_call_is_not_begun_anew(Kind kind) throws Exception {
    Map<String, String> impatient =
        Map.of("retry_for", "1s", "call_timeout", "5s", "max_restarts", "0");
    Load load = of(kind, new PipelineFile("first").section("retry", impatient));
    try (Connection reader = load.copy().connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      try (EngineProcess engine = load.plan().start()) {
        Awaitility.await()
            .atMost(TO_THE_END)
            .until(() -> reads(statement, kind) || !engine.isAlive());
        Awaitility.await().atMost(TO_THE_END).until(() -> builds(load) || !engine.isAlive());
        List<String> build = load.copy().column(kind.building);
        change(1);
        Awaitility.await()
            .during(LONGER_THAN_A_CALL)
            .atMost(TO_THE_END)
            .until(() -> load.copy().column(kind.building).equals(build) || !engine.isAlive());
        reader.rollback();
        Awaitility.await()
            .atMost(TO_THE_END)
            .until(() -> load.copy().column(kind.key).contains("id") || !engine.isAlive());
        assertThat(engine.isAlive()).as(engine.output()).isTrue();
      }
    }
    assertCopied(load);
  }

  /** Until its transaction ends a reader keeps the table from getting its key. */
  private static boolean reads(Statement statement, Kind kind) throws SQLException {
    try {
      statement.execute(kind.whileLoading);
      return true;
    } catch (SQLException notYetThere) {
      statement.getConnection().rollback();
      return false;
    }
  }

  private static boolean builds(Load load) throws SQLException {
    return load.copy().column(load.kind().building).size() == 1;
  }
}
