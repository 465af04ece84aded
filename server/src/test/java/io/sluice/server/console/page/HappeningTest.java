package io.sluice.server.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.view.PipelineState;
import io.sluice.server.view.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HappeningTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static StateChange change(int seconds, String pipeline, PipelineState to) {
    return new StateChange(
        pipeline, NOON.plusSeconds(seconds), Optional.of(PipelineState.STARTING), to, "");
  }

  @Test
  void what_comes_again_and_again_leaves_room_for_the_rest() {
    List<StateChange> changes = new ArrayList<>();
    for (int i = 50; i > 1; i--) {
      changes.add(change(i, "a", i % 2 == 0 ? PipelineState.RETRYING : PipelineState.RUNNING));
    }
    changes.add(change(1, "b", PipelineState.FAILED));

    List<Happening> lately = Happening.of(changes, 10);

    assertThat(lately).extracting(Happening::pipeline).containsExactly("a", "a", "b");
    assertThat(lately.get(0).at()).as("the newest of its kind").isEqualTo(NOON.plusSeconds(50));
    assertThat(lately.get(0).what()).contains("25 times since 12:00:02");
    assertThat(lately.get(2).what()).doesNotContain("times");
    assertThat(Happening.of(changes, 2)).hasSize(2);
  }
}
