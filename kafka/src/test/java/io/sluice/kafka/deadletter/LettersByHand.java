package io.sluice.kafka.deadletter;

import io.sluice.kafka.deploy.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of records and one of letters, as Connect writes them, of a sink that there is not. */
final class LettersByHand {
  private final Map<String, String> client;
  private final String topic = "h" + UUID.randomUUID().toString().substring(0, 8);

  /**
   * @param client settings of Kafka's clients
   * @param letters settings of the topic of letters
   * @param partitions how many that one has
   */
  LettersByHand(Map<String, String> client, Map<String, String> letters, int partitions)
      throws ExecutionException, InterruptedException {
    this.client = client;
    make(new NewTopic(topic, 1, (short) 1));
    make(new NewTopic(name(), partitions, (short) 1).configs(letters));
  }

  void make(NewTopic wanted) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      admin.createTopics(List.of(wanted)).all().get();
    }
  }

  /** The topic that the records were in; it has one partition. */
  String topic() {
    return topic;
  }

  String sink() {
    return topic + "-out";
  }

  /** The topic of letters. */
  String name() {
    return Translation.deadLetters(sink());
  }

  /** A record of that topic and time as it is set aside. */
  ProducerRecord<byte[], byte[]> letter(String from, int partition, long time, String value) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(name(), partition, time, null, bytes(value));
    Map.of("topic", from, "partition", "0", "stage", "TASK_PUT")
        .forEach((key, said) -> letter.headers().add(Letter.ERRORS + key, bytes(said)));
    return letter;
  }

  /** Sets records aside. */
  void set(List<ProducerRecord<byte[], byte[]>> letters) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(client), new ByteArraySerializer(), new ByteArraySerializer())) {
      letters.forEach(producer::send);
    }
  }

  /** Sets records of the topic aside, each in a request of its own. */
  void set(int partition, String... values) {
    for (String value : values) {
      set(List.of(letter(topic, partition, System.currentTimeMillis(), value)));
    }
  }

  /** What lies in the topic of the records, for readers of what is committed. */
  List<ConsumerRecord<byte[], byte[]>> records() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", "read_committed");
    TopicPartition partition = new TopicPartition(topic, 0);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** How many letters are open. */
  int open() {
    DeadLetterTopic letters = new DeadLetterTopic(client, sink());
    LetterMarks marks = letters.marks();
    List<Letter> open = new ArrayList<>();
    letters.read(letter -> !marks.isOpen(letter) || open.add(letter));
    return open.size();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
