package io.sluice.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import io.sluice.acceptance.run.EngineProcess;
import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGKILL while a table is altered again and again: no version is made twice or left out, no
 * decision is another one after the restart, and no row is lost. A seed that was printed is tried
 * again with {@code -Dkill.seed=...}.
 */
@Tag("long")
class KillUnderContractTest {
  private static final int CHANGES = 8;
  private static final int MOST_MILLIS_ALIVE = 1_500;

  @TempDir Path folder;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private final long seed = Long.getLong("kill.seed", System.nanoTime());

  @AfterEach
  void close() {
    source.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"evolve", "freeze"})
  void versions_and_decisions_are_the_same_as_without_deaths(String onChange) throws Exception {
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    HeldOrders orders = new HeldOrders(folder, source);
    Path file = orders.file(Map.of("on_change", onChange));
    EngineProcess.Plan plan = new EngineProcess.Plan(file, folder.resolve(".sluice"));
    try (EngineProcess first = plan.start()) {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> orders.rows() == 3);
      first.kill();
    }
    int id = 3;
    for (int change = 1; change <= CHANGES; change++) {
      try (EngineProcess engine = plan.start()) {
        source.sql(
            "alter table orders add column c" + change + " text",
            "insert into orders (id, total) values (" + ++id + ", 1)",
            "insert into orders (id, total) values (" + ++id + ", 2)");
        LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(MOST_MILLIS_ALIVE)).toNanos());
        engine.kill();
      }
    }
    int rows = id;
    try (EngineProcess last = plan.start()) {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> orders.rows() == rows);
      last.kill();
    }

    try (Engine engine = new Engine(folder)) {
      boolean evolves = onChange.equals("evolve");
      List<Integer> versions = new ArrayList<>();
      for (int version = 1; version <= (evolves ? CHANGES + 1 : 1); version++) {
        versions.add(version);
      }
      assertThat(orders.versions(engine)).isEqualTo(versions);
      List<SchemaEvent> changes =
          orders.events(engine).stream()
              .filter(event -> event.ruling().kind() == Kind.FROZEN)
              .toList();
      assertThat(changes).hasSize(evolves ? 0 : CHANGES);
      // A death between the registration and its note leaves the note to the next life.
      assertThat(
              orders.events(engine).stream()
                  .filter(event -> event.ruling().kind() != Kind.FROZEN)
                  .map(event -> event.ruling().toVersion().orElse(0))
                  .distinct())
          .containsExactlyInAnyOrderElementsOf(versions);
      assertThat(
              orders.target.column(
                  "select column_name from information_schema.columns where table_name = 'orders'"
                      + " and column_name like 'c%'"))
          .hasSize(evolves ? CHANGES : 0);
    }
  }
}
