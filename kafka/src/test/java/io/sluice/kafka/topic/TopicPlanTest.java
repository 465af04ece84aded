package io.sluice.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.topic.TopicDemand.Kind;
import io.sluice.kafka.topic.TopicPlan.Action;
import io.sluice.kafka.topic.TopicPlan.Change;
import io.sluice.pipeline.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
  private static final Place PLACE = new Place(Path.of("shop.yaml"), 7, 1, "topics");

  private static TopicDemand demand(Kind kind, String name, Map<String, String> settings) {
    return new TopicDemand("shop", kind, name, "shop.beats", settings, PLACE);
  }

  private static TopicState state(int partitions, Map<String, String> settings, String... own) {
    return new TopicState(partitions, 1, settings, Set.of(own));
  }

  private static TopicPlan plan(TopicDemand demand, Map<String, TopicState> actual) {
    return TopicPlan.of(List.of(demand), actual, Map.of());
  }

  @Test
  void a_topic_that_is_not_there_is_made_with_what_is_said_of_it() {
    TopicPlan plan =
        plan(
            demand(
                Kind.NAMED,
                "orders",
                Map.of("partitions", "6", "replication.factor", "-1", "cleanup.policy", "compact")),
            Map.of());

    assertThat(plan.changes())
        .singleElement()
        .satisfies(
            step -> {
              assertThat(step.action()).isEqualTo(Action.CREATE);
              assertThat(step.topic()).isEqualTo("orders");
              assertThat(step.changes())
                  .containsExactly(
                      new Change("cleanup.policy", null, "compact"),
                      new Change("partitions", null, "6"));
            });
    assertThat(plan.problems()).isEmpty();
  }

  @Test
  void what_is_as_it_should_be_stays_however_kafka_words_it() {
    Map<String, String> wanted =
        Map.of(
            "partitions", "-1",
            "replication.factor", "1",
            "min.cleanable.dirty.ratio", "0.50",
            "cleanup.policy", "delete, compact",
            "preallocate", "TRUE");
    Map<String, String> shown =
        Map.of(
            "min.cleanable.dirty.ratio", "0.5",
            "cleanup.policy", "compact,delete",
            "preallocate", "true",
            "retention.ms", "1");

    TopicPlan plan = plan(demand(Kind.NAMED, "orders", wanted), Map.of("orders", state(3, shown)));

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.problems()).isEmpty();
  }

  @Test
  void partitions_that_are_added_are_a_change_with_a_warning_at_its_line() {
    TopicPlan plan =
        plan(
            demand(Kind.NAMED, "orders", Map.of("partitions", "6")),
            Map.of("orders", state(3, Map.of())));

    assertThat(plan.changes()).singleElement().matches(TopicPlan.Step::grows);
    assertThat(plan.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.place()).isEqualTo(PLACE);
              assertThat(problem.message()).contains("from 3 to 6 partitions", "keys go to other");
            });
  }

  @Test
  void what_kafka_does_not_do_is_a_warning_and_no_change() {
    TopicPlan plan =
        plan(
            demand(Kind.NAMED, "orders", Map.of("partitions", "2", "replication.factor", "3")),
            Map.of("orders", state(5, Map.of())));

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.problems())
        .extracting(problem -> problem.message())
        .anyMatch(text -> text.contains("has 5 partitions"))
        .anyMatch(text -> text.contains("has 1 replicas instead of 3"));
  }

  @Test
  void what_the_file_says_no_more_goes_back_to_the_brokers_own() {
    TopicDemand demand = demand(Kind.NAMED, "orders", Map.of());
    TopicState state =
        state(1, Map.of("retention.ms", "60000", "segment.ms", "5"), "retention.ms", "segment.ms");

    TopicPlan plan =
        TopicPlan.of(
            List.of(demand),
            Map.of("orders", state),
            Map.of(
                "shop", Set.of("retention.ms", "flush.messages"), "other", Set.of("segment.ms")));

    assertThat(plan.changes())
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.changes())
                    .containsExactly(new Change("retention.ms", "60000", null)));
  }

  @Test
  void of_a_prefix_those_that_are_there_are_changed_and_none_is_made() {
    TopicDemand demand = demand(Kind.PREFIXED, "shop.", Map.of("retention.ms", "1000"));
    TopicState other = state(1, Map.of("retention.ms", "1"));

    assertThat(plan(demand, Map.of()).steps()).isEmpty();
    assertThat(
            plan(demand, Map.of("shop.orders", other, "shop.beats.x", other, "shopping", other))
                .changes())
        .extracting(TopicPlan.Step::topic)
        .containsExactly("shop.orders");
  }

  @Test
  void dead_letters_are_kept_as_somebody_wants_them() {
    TopicDemand demand = demand(Kind.MADE_ONCE, "dead-letters.out", Map.of("retention.ms", "-1"));

    assertThat(plan(demand, Map.of()).changes()).hasSize(1);
    assertThat(
            plan(demand, Map.of("dead-letters.out", state(4, Map.of("retention.ms", "5"))))
                .changes())
        .isEmpty();
  }
}
