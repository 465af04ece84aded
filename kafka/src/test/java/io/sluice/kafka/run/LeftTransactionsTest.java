package io.sluice.kafka.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.worker.SharedKafka;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class LeftTransactionsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final String servers = SharedKafka.get().broker().bootstrapServers();
  private final String group = "g" + UUID.randomUUID();

  @Test
  void what_a_killed_worker_left_open_holds_up_nobody_and_others_go_on() throws Exception {
    try (KafkaProducer<String, String> left = producer(group + "-orders-0");
        KafkaProducer<String, String> others = producer("another-" + group)) {
      begin(left, "left-" + group);
      begin(others, "others-" + group);
      assertThat(committedEnd("left-" + group)).isZero();

      LeftTransactions.end(servers, group);

      await().atMost(SOON).until(() -> committedEnd("left-" + group) > 0);
      others.commitTransaction();
      await().atMost(SOON).until(() -> committedEnd("others-" + group) > 0);
      assertThatThrownBy(left::commitTransaction)
          .isInstanceOfAny(ProducerFencedException.class, InvalidProducerEpochException.class);
    }
  }

  private static void begin(KafkaProducer<String, String> producer, String topic)
      throws InterruptedException, ExecutionException {
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, "value")).get();
  }

  /** Where whoever reads only what is committed has to stop. */
  private long committedEnd(String topic) throws InterruptedException, ExecutionException {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      return admin
          .listOffsets(
              Map.of(partition, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  /** Of a time that no test waits for. */
  private KafkaProducer<String, String> producer(String transaction) {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers",
            servers,
            "transactional.id",
            transaction,
            "transaction.timeout.ms",
            "600000"),
        new StringSerializer(),
        new StringSerializer());
  }
}
