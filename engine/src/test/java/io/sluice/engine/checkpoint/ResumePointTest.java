package io.sluice.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ResumePointTest {
  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  private final ResumePoint apart =
      ResumePoint.decide(
          List.of(
              new ResumePoint.Known(1, true, false, Map.of(ORDERS, 10L)),
              new ResumePoint.Known(2, false, false, Map.of(ORDERS, 25L))),
          List.of(answer("behind", 10L), answer("ahead", 25L)),
          Set.of("behind", "ahead"));

  @Test
  void a_sink_that_is_ahead_is_not_handed_again_what_it_has() {
    assertThat(apart.epoch()).isEqualTo(1);
    assertThat(apart.has()).containsExactly(Map.of(), Map.of(ORDERS, 25L));
    assertThat(apart.nextOffsets()).containsEntry(ORDERS, 10L);
  }

  @Test
  void a_source_that_does_not_repeat_itself_gives_every_sink_everything_under_new_offsets() {
    ResumePoint all = apart.withoutSkipping();

    assertThat(all.epoch()).isEqualTo(1);
    assertThat(all.has()).containsExactly(Map.of(), Map.of());
    assertThat(all.nextOffsets()).containsEntry(ORDERS, 25L);
    assertThat(all.aligned()).isTrue();
  }

  private static ResumePoint.Answer answer(String sink, long next) {
    return new ResumePoint.Answer(sink + " task 0", sink, Set.of(ORDERS), Map.of(ORDERS, next));
  }
}
