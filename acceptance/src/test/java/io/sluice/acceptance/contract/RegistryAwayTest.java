package io.sluice.acceptance.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.acceptance.run.Engine;
import io.sluice.contract.event.SchemaEvent;
import io.sluice.contract.event.SchemaEvent.Kind;
import io.sluice.engine.run.PipelineRun;
import io.sluice.engine.run.RunState;
import io.sluice.registry.Registry;
import io.sluice.registry.http.RegistryServer;
import io.sluice.registry.http.ServerSettings;
import io.sluice.registry.model.Deleted;
import io.sluice.registry.model.Page;
import io.sluice.schema.formats.SchemaFormats;
import io.sluice.state.StateDatabase;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is served elsewhere goes away under a pipeline that runs, and comes back. */
class RegistryAwayTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  @TempDir Path elsewhere;
  private final PostgresDatabase source = PostgresServer.shared().newDatabase();
  private StateDatabase state;
  private Registry registry;

  @BeforeEach
  void open() {
    state = StateDatabase.open(elsewhere, Clock.systemUTC());
    registry = Registry.open(state, SchemaFormats.standard(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    state.close();
    source.close();
  }

  private RegistryServer serve(int port) {
    return RegistryServer.start(registry, ServerSettings.local(port, "test"));
  }

  private static void awaitRows(HeldOrders orders, PipelineRun run, long rows) {
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(orders.rows()).as(run.status().toString()).isEqualTo(rows));
  }

  private List<Integer> versions(HeldOrders orders) {
    return registry.versions(orders.subject(), Deleted.HIDDEN, Page.ALL);
  }

  @Test
  void what_is_known_goes_on_what_is_new_waits_and_nothing_is_lost_or_kept_as_a_letter()
      throws Exception {
    HeldOrders orders = new HeldOrders(folder, source);
    try (Engine engine = new Engine(folder)) {
      PipelineRun run;
      int port;
      try (RegistryServer server = serve(0)) {
        port = server.port();
        run = engine.start(orders.file(Map.of("registry", server.url().toString())));
        awaitRows(orders, run, 3);
        source.sql("insert into orders values (4, 40)");
        awaitRows(orders, run, 4);
      }

      source.sql("insert into orders values (5, 50)");
      awaitRows(orders, run, 5);
      source.sql(
          "alter table orders add column note text", "insert into orders values (6, 60, 'n')");
      Awaitility.await().atMost(SOON).until(() -> run.status().state() == RunState.RETRYING);
      assertThat(orders.rows()).isEqualTo(5);
      assertThat(String.valueOf(run.status().lastError())).contains("127.0.0.1:" + port);
      assertThat(versions(orders)).containsExactly(1);

      try (RegistryServer back = serve(port)) {
        assertThat(back.port()).isEqualTo(port);
        awaitRows(orders, run, 6);
        run.stop(SOON);
      }

      assertThat(versions(orders)).containsExactly(1, 2);
      assertThat(orders.target.column("select note from orders where id = 6")).containsExactly("n");
      assertThat(HeldOrders.letters(engine)).isEmpty();
      List<SchemaEvent> events = orders.events(engine);
      assertThat(events)
          .extracting(event -> event.ruling().kind())
          .containsExactly(Kind.REGISTERED, Kind.REGISTERED);
    }
  }
}
