package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.folder.Applied;
import io.sluice.server.view.Desired;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.storage.Durability;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server was told is kept alike on either database. */
class FleetTablesTest {
  @Test
  void on_a_file(@TempDir Path folder) {
    try (StateDatabase state = StateDatabase.open(folder, Clock.systemUTC())) {
      keeps(state);
    }
  }

  @Test
  void on_a_server() {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        StateDatabase state =
            StateDatabase.open(address(database), LeaseTerms.STANDARD, Clock.systemUTC())) {
      keeps(state);
    }
  }

  private static PostgresAddress address(PostgresDatabase database) {
    return new PostgresAddress(database.jdbcUrl(), null, null);
  }

  private static void keeps(StateDatabase state) {
    FleetTables tables = new FleetTables(state);
    Instant at = Instant.parse("2026-01-02T03:04:05.678Z");
    Applied first =
        new Applied("a", Path.of("a.yaml"), "default", "1", Optional.of("näme: a"), at, "alice");
    Applied unkept =
        new Applied("b", Path.of("shop/b.yaml"), "shop", "1", Optional.empty(), at, "folder");
    state.write(
        Durability.NOW,
        on -> {
          FleetTables.apply(on, first);
          FleetTables.apply(on, unkept);
          FleetTables.want(on, "a", Desired.RUNNING, at, "alice");
          FleetTables.want(on, "b", Desired.PAUSED, at, "bob");
          return at;
        });
    assertThat(tables.applied()).isEqualTo(Map.of("a", first, "b", unkept));
    assertThat(tables.desired()).isEqualTo(Map.of("a", Desired.RUNNING, "b", Desired.PAUSED));

    Applied second =
        new Applied("a", Path.of("c.yaml"), "default", "2", Optional.of("b"), at, "bob");
    state.write(
        Durability.NOW,
        on -> {
          FleetTables.apply(on, second);
          FleetTables.remove(on, "b");
          FleetTables.want(on, "a", Desired.STOPPED, at, "bob");
          return at;
        });
    state.write(
        Durability.NOW,
        on -> {
          FleetTables.rename(on, "a", Path.of("d.yaml"), "sales");
          return at;
        });

    FleetTables again = new FleetTables(state);
    assertThat(again.applied().values())
        .extracting(Applied::file, Applied::namespace, Applied::version)
        .containsExactly(Tuple.tuple(Path.of("d.yaml"), "sales", "2"));
    assertThat(again.applied()).containsOnlyKeys("a");
    assertThat(again.desired()).containsEntry("a", Desired.STOPPED).containsKey("b");
  }
}
