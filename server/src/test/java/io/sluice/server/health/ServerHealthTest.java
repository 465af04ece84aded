package io.sluice.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.access.store.AccessTables;
import io.sluice.server.health.Probe.Check;
import io.sluice.server.history.Pulse;
import io.sluice.server.view.Lead;
import io.sluice.server.view.PipelineState;
import io.sluice.server.view.PipelineView;
import io.sluice.server.view.Pipelines;
import io.sluice.server.view.Views;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.postgres.PostgresStorage;
import io.sluice.state.storage.Storage;
import io.sluice.testkit.HandClock;
import io.sluice.testkit.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Alive and ready are what they say, and not that pipelines do well. */
@Timeout(60)
class ServerHealthTest {
  private final HandClock clock = new HandClock();
  private final List<PipelineView> all = new ArrayList<>();
  private final CountDownLatch blocked = new CountDownLatch(1);
  private volatile boolean blocks;
  private volatile boolean folderRead = true;
  private volatile Duration kept = Duration.ZERO;
  private volatile Lead lead = Lead.active(Instant.EPOCH);
  private PostgresServer server;
  private Storage storage;
  private Pulse pulse;
  private ServerHealth health;

  private final Pipelines pipelines =
      new Pipelines() {
        @Override
        public List<PipelineView> all() {
          if (blocks) {
            try {
              assertThat(blocked.await(50, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException asked) {
              Thread.currentThread().interrupt();
            }
          }
          return List.copyOf(all);
        }

        @Override
        public Optional<PipelineView> named(String name) {
          return Optional.empty();
        }
      };

  @BeforeEach
  void open() {
    server = PostgresServer.start();
    storage = PostgresStorage.open(new PostgresAddress(server.newDatabase().jdbcUrl(), null, null));
    storage.install(AccessTables.in(storage.dialect()));
    pulse = new Pulse(pipelines, clock::nanos);
    health =
        new ServerHealth(pulse, storage, () -> folderRead, () -> lead, () -> kept, clock.ticker());
    pulse.listen(health);
  }

  @AfterEach
  void close() {
    blocked.countDown();
    health.close();
    pulse.close();
    storage.close();
    server.close();
  }

  private static List<String> failed(Probe probe) {
    return probe.checks().stream().filter(check -> !check.passed()).map(Check::name).toList();
  }

  @Test
  void a_server_whose_loop_hangs_is_not_alive_and_one_whose_pipelines_failed_is() {
    Views shop = new Views();
    shop.state = PipelineState.FAILED;
    all.add(shop.make());
    pulse.start();
    Awaitility.await().until(() -> failed(health.ready()).equals(List.of("state")));
    health.ask();
    assertThat(health.live().passed()).isTrue();
    assertThat(health.ready().passed()).isTrue();

    blocks = true;
    Awaitility.await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(10));
              return !health.live().passed();
            });
    blocks = false;
    blocked.countDown();

    Awaitility.await().until(() -> health.live().passed());
  }

  @Test
  void a_server_that_keeps_its_pipelines_no_more_is_not_alive() {
    kept = ServerHealth.TURNS_WITHIN;
    assertThat(health.live().passed()).isTrue();

    kept = ServerHealth.TURNS_WITHIN.plusSeconds(1);

    assertThat(failed(health.live())).containsExactly("fleet");
  }

  @Test
  void one_that_takes_over_again_is_not_ready_before_all_was_tried_again() {
    health.ask();
    health.look(List.of());
    assertThat(health.ready().passed()).isTrue();

    lead = new Lead(Lead.Duty.STANDBY, Optional.empty(), Optional.empty(), Instant.EPOCH);
    health.look(List.of()); // As the other one has them.
    lead = Lead.active(Instant.EPOCH);
    assertThat(failed(health.ready())).containsExactly("pipelines");
    Views waiting = new Views();
    waiting.state = PipelineState.WAITING;
    health.look(List.of(waiting.make()));
    assertThat(failed(health.ready())).containsExactly("pipelines");

    health.look(List.of());
    assertThat(health.ready().passed()).isTrue();
    health.forget(); // Nobody looked between two terms.
    assertThat(failed(health.ready())).containsExactly("pipelines");
  }

  @Test
  void it_is_not_ready_before_the_folder_is_read_and_all_was_tried() {
    health.ask();
    assertThat(failed(health.ready())).containsExactly("pipelines");
    folderRead = false;
    health.look(List.of());
    assertThat(failed(health.ready())).containsExactly("folder", "pipelines");
    folderRead = true;
    Views waiting = new Views();
    waiting.state = PipelineState.WAITING;
    health.look(List.of(waiting.make()));
    assertThat(failed(health.ready())).containsExactly("pipelines");

    waiting.state = PipelineState.STARTING;
    health.look(List.of(waiting.make()));
    assertThat(health.ready().passed()).isTrue();

    waiting.state = PipelineState.WAITING; // A file that was added later.
    health.look(List.of(waiting.make()));
    assertThat(health.ready().passed()).isTrue();
  }

  @Test
  void a_state_database_that_is_away_makes_it_unready_until_it_is_back() {
    health.look(List.of());
    health.ask();
    assertThat(health.ready().passed()).isTrue();

    server.kill();
    health.ask();
    assertThat(health.ready().passed()).as("a moment is not told").isTrue();
    clock.advance(Duration.ofSeconds(16));
    health.ask();
    assertThat(failed(health.ready())).containsExactly("state");
    assertThat(health.live().passed()).isTrue();

    server.startAgain();
    Awaitility.await()
        .until(
            () -> {
              health.ask();
              return health.ready().passed();
            });
  }
}
