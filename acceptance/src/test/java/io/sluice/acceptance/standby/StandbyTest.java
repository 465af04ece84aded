package io.sluice.acceptance.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.standby.Shops.Server;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of {@code sluice up} on one state, and a shop that does not rest meanwhile. */
@Tag("long")
@Timeout(600)
class StandbyTest {
  private static final int KILLS = 3;

  @TempDir private Path folder;

  @Test
  void each_that_is_killed_is_followed_by_the_other_and_no_row_is_lost_or_doubled()
      throws Exception {
    try (Shops shops = new Shops(folder)) {
      shops.workload.start(100);
      Server active = shops.start("a", shops.state.jdbcUrl());
      active.awaitReady(200);
      Server other = shops.start("b", shops.state.jdbcUrl());
      other.awaitReady(503);
      for (int kill = 0; kill < KILLS; kill++) {
        shops.awaitFlow();
        long token = shops.token();
        assertThat(other.answer("/health/ready").orElseThrow().body())
            .contains("process " + active.process.pid());

        active.process.kill();
        long killed = System.nanoTime();
        other.awaitReady(200);
        long ready = System.nanoTime();
        shops.awaitFlow();
        // For docs/how-to/two-servers.md; decides nothing.
        System.out.printf(
            "taken over %,d ms after the kill, rows again after %,d ms, with leases of %d s%n",
            Duration.ofNanos(ready - killed).toMillis(),
            Duration.ofNanos(System.nanoTime() - killed).toMillis(),
            Shops.LEASE.toSeconds());

        assertThat(shops.token()).isEqualTo(token + 1);
        active.startAgain();
        active.awaitReady(503);
        Server next = other;
        other = active;
        active = next;
      }
      shops.awaitEqual();
      assertThat(active.ready()).isEqualTo(200);
      assertThat(other.ready()).isEqualTo(503);
    }
  }

  @Test
  void one_that_stood_still_finds_that_it_is_not_the_one_any_more_and_writes_nothing()
      throws Exception {
    try (Shops shops = new Shops(folder)) {
      shops.workload.start(100);
      Server first = shops.start("a", shops.state.jdbcUrl());
      first.awaitReady(200);
      Server second = shops.start("b", shops.state.jdbcUrl());
      second.awaitReady(503);
      shops.awaitFlow();

      first.process.suspend();
      second.awaitReady(200);
      shops.awaitFlow();
      long token = shops.token();
      String holder = shops.state.value("select holder from lease where pipeline = 'shop'");
      long taken = shops.state.number("select token from lease where pipeline = 'shop'");
      first.process.goOn();

      first.awaitReady(503);
      await().atMost(Shops.SOON).until(() -> first.log().contains("Another server has taken over"));
      shops.awaitFlow();
      // It had the time to take anything back, and has taken nothing.
      await()
          .pollDelay(Shops.LEASE.multipliedBy(2))
          .atMost(Shops.SOON)
          .until(() -> second.ready() == 200);
      assertThat(shops.token()).isEqualTo(token);
      assertThat(shops.state.number("select token from lease where pipeline = 'shop'"))
          .isEqualTo(taken);
      assertThat(shops.state.value("select holder from lease where pipeline = 'shop'"))
          .isEqualTo(holder);
      shops.awaitEqual();
      assertThat(first.ready()).isEqualTo(503);
    }
  }

  @Test
  void one_that_does_well_is_not_robbed_by_one_that_stands_by_and_stops_and_goes_on()
      throws Exception {
    try (Shops shops = new Shops(folder)) {
      shops.workload.start(100);
      Server first = shops.start("a", shops.state.jdbcUrl());
      first.awaitReady(200);
      Server second = shops.start("b", shops.state.jdbcUrl());
      second.awaitReady(503);
      long token = shops.token();
      for (int i = 0; i < 5; i++) {
        second.process.suspend();
        shops.awaitFlow();
        second.process.goOn();
        shops.awaitFlow();
        second.awaitReady(503);
      }
      assertThat(shops.token()).isEqualTo(token);
      assertThat(first.ready()).isEqualTo(200);
      shops.awaitEqual();
    }
  }
}
