package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.engine.fault.Failpoints;
import io.sluice.engine.scenario.Scenario;
import io.sluice.state.StateDatabase;
import io.sluice.state.lease.LeaseTerms;
import io.sluice.state.postgres.PostgresAddress;
import io.sluice.state.storage.StateException;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import io.sluice.testkit.TcpProxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state is in a PostgreSQL, which dies, comes back, or cannot be reached by one of two servers:
 * runs wait for it, nothing is lost or doubled, and no pipeline runs twice.
 */
@Timeout(120)
class StateAwayTest {
  private static final LeaseTerms SHORT = LeaseTerms.of(Duration.ofSeconds(2));
  private static final Duration LATER = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void a_run_waits_while_the_server_is_down_however_long_and_goes_on() {
    try (PostgresServer server = PostgresServer.start();
        Scenario scenario = on(server.newDatabase("sluice").jdbcUrl())) {
      scenario.script.available.set(200);
      PipelineRun run = scenario.start();
      scenario.awaitRows(200);

      server.kill();
      scenario.script.available.set(400);
      await().atMost(LATER).until(() -> saysOfTheState(run));
      // A pipeline that fails so often is given up: this is no failure of the pipeline.
      await()
          .during(Duration.ofSeconds(3))
          .atMost(LATER)
          .until(() -> run.status().state() == RunState.RETRYING);
      server.startAgain();

      await().atMost(LATER).until(() -> scenario.target().size() >= 400);
      scenario.awaitQuiet(run);
      assertThat(scenario.target().rows()).isEqualTo(numbers(400));
      assertThat(run.stop(Duration.ofSeconds(10)).state()).isEqualTo(RunState.STOPPED);
      assertThat(scenario.state.runs().latest("numbers").orElseThrow().error()).isNull();
    }
  }

  @Test
  void connections_that_are_cut_again_and_again_lose_and_double_nothing() {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
        Scenario scenario = on(database.jdbcUrl(proxy.port()))) {
      PipelineRun run = scenario.start();
      for (int round = 1; round <= 8; round++) {
        proxy.cutAfterBytesToServer(300 * round); // Anywhere, also in the middle of a commit.
        scenario.script.available.addAndGet(100);
        int rows = 100 * round;
        await().atMost(LATER).until(() -> scenario.target().size() >= rows);
      }
      scenario.awaitQuiet(run);
      assertThat(run.status().restarts()).isPositive();
      assertThat(scenario.target().rows()).isEqualTo(numbers(800));
    } finally {
      database.close();
    }
  }

  @Test
  void a_server_that_is_cut_off_ends_its_run_when_another_has_taken_over() throws Exception {
    PostgresDatabase database = PostgresServer.shared().newDatabase();
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared().port());
        StateDatabase other = open(database.jdbcUrl());
        Scenario scenario = on(database.jdbcUrl(proxy.port()))) {
      scenario.script.available.set(200);
      PipelineRun cut = scenario.start();
      scenario.awaitRows(200);
      proxy.stall();
      scenario.script.available.set(400);

      DirectEngine second = scenario.engineOn(other);
      PipelineRun taken =
          await()
              .atMost(LATER)
              .ignoreExceptionsInstanceOf(StateException.class)
              .until(
                  () -> second.start(scenario.pipeline(), RunOptions.UNTIL_STOPPED),
                  run -> run != null);
      await().atMost(LATER).until(() -> scenario.target().size() >= 400);

      proxy.heal();
      RunStatus end = cut.awaitEnd(LATER);
      assertThat(end.state()).isEqualTo(RunState.FAILED);
      assertThat(String.valueOf(end.lastError())).contains("no longer this run's");
      scenario.script.available.set(500);
      await().atMost(LATER).until(() -> scenario.target().size() >= 500);
      scenario.awaitQuiet(taken);
      assertThat(scenario.target().rows()).isEqualTo(numbers(500));
    } finally {
      database.close();
    }
  }

  private static boolean saysOfTheState(PipelineRun run) {
    RunError error = run.status().lastError();
    return error != null && error.message().contains("state, confirm");
  }

  private static List<Object> numbers(int count) {
    return LongStream.range(0, count).<Object>mapToObj(number -> "0/" + number).toList();
  }

  private Scenario on(String url) {
    return new Scenario(folder, open(url), Failpoints.NONE);
  }

  private static StateDatabase open(String url) {
    return StateDatabase.open(new PostgresAddress(url, null, null), SHORT, Clock.systemUTC());
  }
}
