package io.sluice.server.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.HandClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitTest {
  private final HandClock clock = new HandClock(Instant.EPOCH);
  private final SignInLimit limit = new SignInLimit(clock.ticker());

  private void tries(String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(limit.hold(address)).as("%s, try %s", address, i + 1).isEmpty();
    }
  }

  @Test
  void who_tries_too_often_waits_as_long_as_they_are_told() {
    tries("10.0.0.1", 10);

    Duration wait = limit.hold("10.0.0.1").orElseThrow();
    assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(7));
    tries("10.0.0.2", 1);

    clock.advance(wait);
    tries("10.0.0.1", 1);
    assertThat(limit.hold("10.0.0.1")).isPresent();
  }

  @Test
  void who_is_right_does_not_try() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(limit.hold("10.0.0.1")).isEmpty();
      limit.succeeded("10.0.0.1");
    }
  }

  @Test
  void being_right_once_does_not_pay_for_being_wrong_often() {
    tries("10.0.0.1", 10);
    limit.succeeded("10.0.0.1");

    tries("10.0.0.1", 1);
    assertThat(limit.hold("10.0.0.1")).isPresent();
  }

  @Test
  void many_addresses_together_are_held_up_but_not_who_got_in_lately() {
    tries("10.9.9.9", 1);
    limit.succeeded("10.9.9.9");
    for (int i = 0; i < 100; i++) {
      tries("10.0.1." + i, 1);
    }

    assertThat(limit.hold("10.0.2.1")).isPresent();
    assertThat(limit.hold("10.9.9.9")).isEmpty();
    limit.succeeded("10.9.9.9");

    clock.advance(Duration.ofMinutes(1));
    assertThat(limit.hold("10.0.2.1")).isEmpty();
  }

  @Test
  void who_has_a_whole_network_is_one() {
    for (int i = 0; i < 10; i++) {
      assertThat(limit.hold("2001:db8:1:2::" + i)).isEmpty();
    }

    assertThat(limit.hold("2001:db8:1:2:ffff::1")).isPresent();
    assertThat(limit.hold("2001:db8:1:3::1")).isEmpty();
  }
}
