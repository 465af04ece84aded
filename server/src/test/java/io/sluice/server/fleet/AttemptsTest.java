package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.fleet.Ending.Kind;
import io.sluice.server.fleet.Step.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When a pipeline that failed is tried again. */
class AttemptsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Turn TURN = new Turn(1, 0);
  private static final FleetSettings SETTINGS =
      new FleetSettings(
          1,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));

  /** The longest pauses that chance allows. */
  private final Attempts attempts = new Attempts(SETTINGS, () -> -1L);

  @Test
  void pauses_double_up_to_the_longest() {
    assertThat(pauses(8)).containsExactly(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
  }

  @Test
  void another_version_begins_with_the_first_pause_again() {
    List<Long> before = pauses(3);
    attempts.beginStart(new Turn(2, 0), false, false, NOW);
    attempts.refused(new Ending(Kind.MAY_PASS, "down"), NOW);

    assertThat(before).hasSize(3);
    assertThat(seconds()).isEqualTo(10);
  }

  @Test
  void what_does_not_pass_is_not_tried_again() {
    attempts.beginStart(TURN, false, false, NOW);
    attempts.refused(new Ending(Kind.FOR_GOOD, "wrong"), NOW);

    assertThat(attempts.nextTry()).isNull();
    assertThat(attempts.found(NOW).underWay()).isFalse();
  }

  @Test
  void who_waits_for_another_process_looks_at_the_same_pace() {
    for (int i = 0; i < 5; i++) {
      attempts.beginStart(TURN, false, false, NOW);
      attempts.refused(new Ending(Kind.ELSEWHERE, "held"), NOW);
      assertThat(seconds()).isEqualTo(2);
    }
  }

  @Test
  void a_start_that_takes_too_long_gives_its_place_to_another() {
    attempts.beginStart(TURN, false, false, NOW);

    assertThat(attempts.isStarting(NOW.plusSeconds(5))).isTrue();
    assertThat(attempts.isStarting(NOW.plusSeconds(6))).isFalse();
  }

  private List<Long> pauses(int failures) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < failures; i++) {
      attempts.beginStart(TURN, false, false, NOW);
      attempts.refused(new Ending(Kind.MAY_PASS, "down"), NOW);
      pauses.add(seconds());
    }
    return pauses;
  }

  private long seconds() {
    Duration pause = Duration.between(NOW, Objects.requireNonNull(attempts.nextTry()));
    return Math.round(pause.toMillis() / 1_000.0);
  }
}
