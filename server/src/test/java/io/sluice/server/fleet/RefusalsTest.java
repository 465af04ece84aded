package io.sluice.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.server.operate.Refusal;
import io.sluice.state.storage.StateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalsTest {
  private static Refusal of(StateException.Kind kind) {
    return catchThrowableOfType(
        Refusal.class,
        () ->
            Refusals.orRefused(
                () -> {
                  throw new StateException(kind, "planned");
                }));
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "DISK_FULL"})
  void what_the_state_has_refused_is_told_to_have_changed_nothing(StateException.Kind kind) {
    assertThat(of(kind).hint()).contains("Nothing was changed", "again");
  }

  @Test
  void of_a_write_whose_answer_did_not_come_nobody_says_that_nothing_was_changed() {
    assertThat(of(StateException.Kind.UNREACHABLE).hint())
        .contains("not known")
        .doesNotContain("Nothing was changed");
  }
}
