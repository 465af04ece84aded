package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HandClockTest {
  @Test
  void passing_time_moves_wall_and_ticker() {
    HandClock clock = new HandClock(Instant.EPOCH);

    clock.advance(Duration.ofMinutes(5));

    assertThat(clock.instant()).isEqualTo(Instant.EPOCH.plusSeconds(300));
    assertThat(clock.ticker().getAsLong()).isEqualTo(300_000_000_000L);
  }

  @Test
  void setting_the_wall_back_moves_no_ticker() {
    HandClock clock = new HandClock(Instant.ofEpochSecond(1000));

    clock.setWall(Instant.EPOCH);

    assertThat(clock.millis()).isZero();
    assertThat(clock.nanos()).isZero();
  }
}
