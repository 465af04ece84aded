package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.worker.SharedKafka;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class GroupLagTest {
  private static final Map<String, String> CLIENT =
      Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers());

  private final String topic = "lag" + UUID.randomUUID().toString().substring(0, 8);
  private final String connector = topic + "-out";
  private final Map<String, String> config = Map.of("topics", topic);

  private void topic(int partitions, int each) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(CLIENT));
        KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.copyOf(CLIENT), new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
      for (int i = 0; i < partitions * each; i++) {
        producer.send(new ProducerRecord<>(topic, i % partitions, null, "line"));
      }
    }
  }

  private void commit(int partition, long offset) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(CLIENT))) {
      admin
          .alterConsumerGroupOffsets(
              "connect-" + connector,
              Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  private Optional<GroupLag.Lag> lag(Map<String, String> said) throws InterruptedException {
    try (GroupLag lag = new GroupLag(CLIENT)) {
      return lag.of(connector, said);
    }
  }

  @Test
  void a_partition_that_the_sink_never_came_to_waits_as_a_whole() throws Exception {
    topic(2, 10);
    commit(0, 7);

    assertThat(lag(config)).hasValue(new GroupLag.Lag(13, 7, Map.of()));
    assertThat(lag(Map.of("topics.regex", topic.substring(0, 5) + ".*")).orElseThrow().records())
        .isGreaterThanOrEqualTo(13);
    assertThat(lag(Map.of()))
        .as("only what was committed")
        .hasValue(new GroupLag.Lag(3, 7, Map.of()));
  }

  private void transactionOfTwo() throws Exception {
    topic(1, 0);
    Map<String, Object> transactional = new HashMap<>(CLIENT);
    transactional.put("transactional.id", topic);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, "one"));
      producer.send(new ProducerRecord<>(topic, "two"));
      producer.commitTransaction();
    }
  }

  @Test
  void the_end_of_a_transaction_that_kafka_has_deleted_was_no_record() throws Exception {
    transactionOfTwo();
    commit(0, 2);
    try (Admin admin = Admin.create(Map.copyOf(CLIENT))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
          .all()
          .get();
    }

    assertThat(lag(config)).hasValue(new GroupLag.Lag(0, 2, Map.of()));
  }

  @Test
  void the_end_of_a_transaction_is_no_record_that_waits() throws Exception {
    transactionOfTwo();

    commit(0, 2);
    assertThat(lag(config).orElseThrow().records()).isZero();
    commit(0, 1);
    assertThat(lag(config).orElseThrow().records()).isEqualTo(1);
  }

  @Test
  void a_sink_that_begins_at_the_end_has_nothing_before_it() throws Exception {
    topic(2, 10);
    commit(0, 7);

    assertThat(lag(Map.of("topics", topic, "consumer.override.auto.offset.reset", "latest")))
        .hasValue(new GroupLag.Lag(3, 7, Map.of()));
  }

  @Test
  void what_kafka_has_deleted_before_the_sink_came_to_it_is_told() throws Exception {
    topic(1, 10);
    commit(0, 2);
    try (Admin admin = Admin.create(Map.copyOf(CLIENT))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(6)))
          .all()
          .get();
    }

    assertThat(lag(config))
        .hasValue(new GroupLag.Lag(4, 2, Map.of(new TopicPartition(topic, 0), 4L)));
  }

  @Test
  void a_kafka_that_does_not_answer_leaves_it_unknown() throws Exception {
    try (GroupLag nowhere =
        new GroupLag(
            Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "default.api.timeout.ms", "500",
                "request.timeout.ms", "500"))) {
      assertThat(nowhere.of(connector, config)).isEmpty();
    }
  }
}
