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

  @Test
  void a_task_within_an_epoch_resumes_before_it_and_keeps_what_it_has() {
    ResumePoint resume = ResumePoint.decide(epochs(), List.of(answer("within", 17L)), Set.of());

    assertThat(resume.epoch()).isEqualTo(1);
    assertThat(resume.newestInUse()).isEqualTo(2);
    assertThat(resume.has()).containsExactly(Map.of(ORDERS, 17L));
    assertThat(resume.catchUpTo()).isEqualTo(Map.of(ORDERS, 25L));
    assertThat(resume.warnings()).isEmpty();
  }

  @Test
  void of_epochs_that_end_alike_the_newest_is_where_a_task_is() {
    ResumePoint resume =
        ResumePoint.decide(
            List.of(
                new ResumePoint.Known(1, true, false, Map.of(ORDERS, 10L)),
                new ResumePoint.Known(2, false, false, Map.of(ORDERS, 25L)),
                new ResumePoint.Known(3, false, false, Map.of(ORDERS, 25L))),
            List.of(answer("sink", 25L)),
            Set.of());

    assertThat(resume.epoch()).isEqualTo(3);
    assertThat(resume.newestInUse()).isEqualTo(3);
    assertThat(resume.aligned()).isTrue();
  }

  @Test
  void offsets_beyond_every_epoch_leave_nothing_out_and_new_ones_begin_above() {
    ResumePoint resume = ResumePoint.decide(epochs(), List.of(answer("beyond", 26L)), Set.of());

    assertThat(resume.warnings()).hasSize(1);
    assertThat(resume.has()).containsExactly(Map.of());
    assertThat(resume.nextOffsets()).containsEntry(ORDERS, 26L);
  }

  @Test
  void no_epoch_is_cut_before_the_end_of_one_that_any_task_is_at() {
    TopicPartition other = new TopicPartition("orders", 1);
    ResumePoint resume =
        ResumePoint.decide(
            List.of(
                new ResumePoint.Known(1, true, false, Map.of(ORDERS, 10L, other, 10L)),
                new ResumePoint.Known(2, false, false, Map.of(ORDERS, 25L, other, 30L))),
            List.of(
                answer("sink", 25L),
                new ResumePoint.Answer("sink task 1", "sink", Set.of(other), Map.of(other, 10L))),
            Set.of());

    assertThat(resume.has()).containsExactly(Map.of(ORDERS, 25L), Map.of());
    assertThat(resume.catchUpTo()).isEqualTo(Map.of(ORDERS, 25L, other, 30L));
  }

  private static List<ResumePoint.Known> epochs() {
    return List.of(
        new ResumePoint.Known(1, true, false, Map.of(ORDERS, 10L)),
        new ResumePoint.Known(2, false, false, Map.of(ORDERS, 25L)));
  }

  private static ResumePoint.Answer answer(String sink, long next) {
    return new ResumePoint.Answer(sink + " task 0", sink, Set.of(ORDERS), Map.of(ORDERS, next));
  }
}
