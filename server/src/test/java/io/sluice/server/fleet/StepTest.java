package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.fleet.Ending.Kind;
import io.sluice.server.fleet.Step.Found;
import io.sluice.server.fleet.Step.Turn;
import io.sluice.server.fleet.Step.Wanted;
import io.sluice.server.view.Desired;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done next with a pipeline follows from what is wanted and what there is. */
class StepTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Turn FIRST = new Turn(1, 0);
  private static final Turn SECOND = new Turn(2, 0);
  private static final Found NEVER_RAN = new Found(false, null, false, false, null, null);

  @Test
  void what_never_ran_is_started_if_it_is_wanted() {
    assertThat(next(wanted(Desired.RUNNING), NEVER_RAN)).isEqualTo(Step.START);
    assertThat(next(wanted(Desired.PAUSED), NEVER_RAN)).isEqualTo(Step.START);
    assertThat(next(wanted(Desired.STOPPED), NEVER_RAN)).isEqualTo(Step.NOTHING);
  }

  @Test
  void what_cannot_run_here_is_not_started() {
    Wanted unsound = new Wanted(false, Desired.RUNNING, false, false, FIRST);

    assertThat(next(unsound, NEVER_RAN)).isEqualTo(Step.NOTHING);
  }

  @Test
  void a_stopped_one_is_started_to_run_once() {
    Wanted once = new Wanted(true, Desired.STOPPED, true, false, FIRST);

    assertThat(next(once, NEVER_RAN)).isEqualTo(Step.START);
    assertThat(next(once, running(FIRST, false))).isEqualTo(Step.NOTHING);
  }

  @Test
  void a_run_of_the_wanted_version_is_left_alone() {
    assertThat(next(wanted(Desired.RUNNING), running(FIRST, false))).isEqualTo(Step.NOTHING);
    assertThat(next(wanted(Desired.PAUSED), running(FIRST, true))).isEqualTo(Step.NOTHING);
  }

  @Test
  void a_run_of_another_version_is_stopped_before_the_next_is_started() {
    assertThat(next(wanted(Desired.RUNNING), running(SECOND, false))).isEqualTo(Step.STOP);
    assertThat(next(wanted(Desired.RUNNING), ended(SECOND, Kind.STOPPED, null)))
        .isEqualTo(Step.START);
  }

  @Test
  void pauses_begin_and_end_without_another_run() {
    assertThat(next(wanted(Desired.PAUSED), running(FIRST, false))).isEqualTo(Step.PAUSE);
    assertThat(next(wanted(Desired.RUNNING), running(FIRST, true))).isEqualTo(Step.RESUME);
  }

  @Test
  void what_is_removed_ends_and_is_forgotten() {
    Wanted removed = new Wanted(true, Desired.RUNNING, false, true, FIRST);

    assertThat(next(removed, running(FIRST, false))).isEqualTo(Step.STOP);
    assertThat(next(removed, ended(FIRST, Kind.STOPPED, null))).isEqualTo(Step.FORGET);
    assertThat(next(removed, NEVER_RAN)).isEqualTo(Step.FORGET);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"MAY_PASS", "ELSEWHERE"})
  void what_may_pass_is_tried_again_when_it_is_time(Kind kind) {
    Wanted running = wanted(Desired.RUNNING);

    assertThat(next(running, ended(FIRST, kind, NOW.plusMillis(1)))).isEqualTo(Step.NOTHING);
    assertThat(next(running, ended(FIRST, kind, NOW))).isEqualTo(Step.START);
    assertThat(next(wanted(Desired.STOPPED), ended(FIRST, kind, NOW))).isEqualTo(Step.NOTHING);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FOR_GOOD", "COMPLETED"})
  void what_failed_for_good_or_is_complete_stays_until_somebody_asks(Kind kind) {
    Found ended = ended(FIRST, kind, null);

    assertThat(next(wanted(Desired.RUNNING), ended)).isEqualTo(Step.NOTHING);
    assertThat(next(new Wanted(true, Desired.RUNNING, false, false, new Turn(1, 1)), ended))
        .isEqualTo(Step.START);
    assertThat(next(new Wanted(true, Desired.RUNNING, false, false, SECOND), ended))
        .isEqualTo(Step.START);
  }

  @ParameterizedTest
  @EnumSource(Desired.class)
  void nothing_is_begun_while_something_is_being_done(Desired desired) {
    Found busy = new Found(true, SECOND, true, false, null, null);

    assertThat(next(wanted(desired), busy)).isEqualTo(Step.NOTHING);
  }

  private static Step next(Wanted wanted, Found found) {
    return Step.next(wanted, found, NOW);
  }

  private static Wanted wanted(Desired desired) {
    return new Wanted(true, desired, false, false, FIRST);
  }

  private static Found running(Turn turn, boolean paused) {
    return new Found(false, turn, true, paused, null, null);
  }

  private static Found ended(Turn turn, Kind kind, @Nullable Instant nextTry) {
    return new Found(false, turn, false, false, new Ending(kind, ""), nextTry);
  }
}
