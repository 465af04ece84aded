package io.sluice.serdes.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategiesTest {
  @ParameterizedTest
  @CsvSource({
    "TopicNameStrategy,                                                    orders-value",
    "RecordNameStrategy,                                                   shop.Order",
    "TopicRecordNameStrategy,                                              orders-shop.Order",
    "io.confluent.kafka.serializers.subject.TopicNameStrategy,             orders-value",
    "' io.confluent.kafka.serializers.subject.TopicRecordNameStrategy ',   orders-shop.Order",
    "io.sluice.serdes.subject.StrategiesTest$InContext,                    :.team:orders",
  })
  void a_name_means_a_strategy(String name, String subject) {
    assertThat(Strategies.named(name).subject("orders", false, Optional.of("shop.Order")))
        .isEqualTo(subject);
  }

  @Test
  void keys_have_a_subject_of_their_own_by_topic() {
    SubjectNameStrategy topics = Strategies.named("TopicNameStrategy");

    assertThat(topics.subject("orders", true, Optional.of("shop.Id"))).isEqualTo("orders-key");
  }

  @ParameterizedTest
  @CsvSource({
    "NoSuchStrategy",
    "java.lang.String",
    "io.confluent.kafka.serializers.subject.strategy.NoSuchStrategy",
  })
  void what_is_no_strategy_is_named_with_those_there_are(String name) {
    assertThatThrownBy(() -> Strategies.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TopicRecordNameStrategy")
        .hasMessageEndingWith("found " + name);
  }

  @ParameterizedTest
  @CsvSource({
    "TopicNameStrategy,       ,       shop.Order, needs a topic",
    "TopicRecordNameStrategy, ,       shop.Order, needs a topic",
    "RecordNameStrategy,      orders, ,           names its record",
    "TopicRecordNameStrategy, orders, ,           names its record",
  })
  void what_a_strategy_needs_is_said(
      String name, @Nullable String topic, @Nullable String record, String expected) {
    assertThatThrownBy(
            () -> Strategies.named(name).subject(topic, false, Optional.ofNullable(record)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }

  /** One of a user's own. */
  public static final class InContext implements SubjectNameStrategy {
    @Override
    public String subject(@Nullable String topic, boolean isKey, Optional<String> recordName) {
      return ":.team:" + topic;
    }
  }
}
