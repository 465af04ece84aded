package io.sluice.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.kafka.topic.TopicDemand.Kind;
import io.sluice.kafka.worker.SharedKafka;
import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerTopicsTest {
  private final String topic = "t" + UUID.randomUUID().toString().substring(0, 8);
  private final BrokerTopics brokers =
      new BrokerTopics(Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers()));

  @AfterEach
  void close() {
    brokers.close();
  }

  private List<TopicDemand> demands(Map<String, String> settings) {
    return List.of(
        new TopicDemand(
            "shop",
            Kind.NAMED,
            topic,
            null,
            settings,
            new Place(Path.of("shop.yaml"), 7, 1, "topics")));
  }

  private TopicPlan plan(Map<String, String> settings, Map<String, Set<String>> formerly) {
    List<TopicDemand> demands = demands(settings);
    return TopicPlan.of(demands, brokers.look(demands), formerly);
  }

  /** Does it, and looks whether it is done. */
  private TopicState done(Map<String, String> settings, Map<String, Set<String>> formerly) {
    TopicPlan plan = plan(settings, formerly);
    assertThat(brokers.problems(plan)).isEmpty();
    plan.changes().forEach(brokers::apply);
    assertThat(plan(settings, Map.of()).changes()).as("a second time").isEmpty();
    return there();
  }

  private TopicState there() {
    return Objects.requireNonNull(brokers.look(demands(Map.of())).get(topic));
  }

  @Test
  void a_topic_is_made_and_changed_as_its_pipeline_says() {
    TopicState made =
        done(
            Map.of(
                "partitions", "3",
                "replication.factor", "-1",
                "cleanup.policy", "compact",
                "delete.retention.ms", "1000"),
            Map.of());
    assertThat(made.partitions()).isEqualTo(3);
    assertThat(made.settings()).containsEntry("cleanup.policy", "compact");
    assertThat(made.own()).contains("cleanup.policy", "delete.retention.ms");

    TopicState changed =
        done(
            Map.of("partitions", "5", "cleanup.policy", "compact, delete"),
            Map.of("shop", Set.of("delete.retention.ms", "cleanup.policy")));
    assertThat(changed.partitions()).isEqualTo(5);
    assertThat(changed.settings()).containsEntry("delete.retention.ms", "86400000");
    assertThat(changed.own()).doesNotContain("delete.retention.ms");
  }

  @Test
  void what_kafka_would_refuse_is_said_before_anything_is_done() {
    List<Problem> made = brokers.problems(plan(Map.of("retention.ms", "soon"), Map.of()));
    List<Problem> copies = brokers.problems(plan(Map.of("replication.factor", "7"), Map.of()));
    done(Map.of(), Map.of());
    List<Problem> changed = brokers.problems(plan(Map.of("cleanup.policy", "never"), Map.of()));

    for (List<Problem> problems : List.of(made, copies, changed)) {
      assertThat(problems)
          .singleElement()
          .matches(Problem::isError)
          .matches(problem -> problem.place().line() == 7);
    }
    assertThat(made.get(0).message()).contains("retention.ms");
  }

  @Test
  void a_topic_that_somebody_else_made_meanwhile_is_taken_as_it_is() {
    TopicPlan plan = plan(Map.of("partitions", "2"), Map.of());
    done(Map.of(), Map.of());
    plan.changes().forEach(brokers::apply);

    assertThat(there().partitions()).isEqualTo(1);
  }

  @Test
  void brokers_that_do_not_answer_are_named() {
    try (BrokerTopics nowhere =
        new BrokerTopics(
            Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "default.api.timeout.ms", "500",
                "request.timeout.ms", "500"))) {
      assertThatThrownBy(() -> nowhere.look(demands(Map.of())))
          .isInstanceOf(TopicException.class)
          .hasMessageContaining("127.0.0.1:1 does not answer");
    }
  }
}
