package io.sluice.kafka.deadletter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.worker.SharedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records whose producer has put them where Kafka's own partitioner would not, as one written in
 * another language does: a letter has to come back to the records of its key.
 */
class LetterPartitionsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int PARTITIONS = 5;
  private static final int KEYS = 12;

  /** Of records and not of the broker's clock, so that it is seen to be kept. */
  private static final long TIME = 1_700_000_000_000L;

  @TempDir private Path folder;
  private final String topic = "p" + UUID.randomUUID().toString().substring(0, 8);
  private final String sink = topic + "-out";
  private final Map<String, String> client =
      Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers());
  private final ConnectCluster cluster =
      new ConnectCluster(
          ConnectAddress.of(SharedKafka.get().worker().url().toString(), Map.of(), Path.of("")));

  /** A record as it lies in the topic, and where; without its offset. */
  private record Lying(int partition, @Nullable String key, String value, long time) {}

  @AfterEach
  void remove() {
    if (cluster.connectors().containsKey(sink)) {
      cluster.remove(sink);
    }
  }

  @Test
  void a_letter_comes_back_to_the_partition_of_its_record_in_its_order_and_as_it_was()
      throws Exception {
    make(PARTITIONS);
    List<Lying> sent = sendWhereNoPartitionerWould();
    awaitLetters(sent.size());

    assertThat(replay().letters()).isEqualTo(sent.size());

    List<Lying> all = read(PARTITIONS);
    assertThat(all).hasSize(2 * sent.size());
    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<Lying> before = in(partition, sent);
      List<Lying> now = in(partition, all);
      assertThat(now).startsWith(before.toArray(Lying[]::new)).hasSize(2 * before.size());
      assertThat(now.subList(before.size(), now.size())).isEqualTo(before);
    }
  }

  @Test
  void a_letter_whose_partition_is_gone_goes_to_the_one_of_its_key() throws Exception {
    make(PARTITIONS);
    List<Lying> sent = sendWhereNoPartitionerWould();
    awaitLetters(sent.size());
    remove();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
    int left = 2;
    await().atMost(SOON).ignoreExceptions().untilAsserted(() -> make(left));

    LetterReplay.Sent replayed = replay();

    assertThat(replayed.letters()).isEqualTo(sent.size());
    assertThat(replayed.lost()).isZero();
    assertThat(read(left))
        .hasSize(sent.size())
        .allSatisfy(
            each -> {
              int was = from(each, sent);
              String key = each.key();
              if (was < left) {
                assertThat(each.partition()).isEqualTo(was);
              } else if (key != null) {
                assertThat(each.partition()).isEqualTo(usual(key, left));
              }
            });
  }

  private static int from(Lying each, List<Lying> sent) {
    return sent.stream()
        .filter(one -> one.value().equals(each.value()))
        .findFirst()
        .orElseThrow()
        .partition();
  }

  /** The partition that Kafka's producer gives a key. */
  private static int usual(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }

  private void make(int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  /** Two of each key, and one without a key in each partition. */
  private List<Lying> sendWhereNoPartitionerWould() {
    List<Lying> sent = new ArrayList<>();
    for (int number = 0; number < 2 * KEYS; number++) {
      String key = "key-" + number % KEYS;
      int elsewhere = (usual(key, PARTITIONS) + 1 + number % KEYS % (PARTITIONS - 1)) % PARTITIONS;
      sent.add(new Lying(elsewhere, key, "no json " + number, TIME + number));
    }
    IntStream.range(0, PARTITIONS)
        .forEach(each -> sent.add(new Lying(each, null, "no json, no key " + each, TIME)));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(Map.copyOf(client), new StringSerializer(), new StringSerializer())) {
      sent.forEach(
          each ->
              producer.send(
                  new ProducerRecord<>(
                      topic, each.partition(), each.time(), each.key(), each.value())));
    }
    return sent;
  }

  /** Has a sink read them that cannot. */
  private void awaitLetters(int count) {
    Map<String, String> settings = new HashMap<>();
    settings.put("connector.class", "FileStreamSink");
    settings.put("topics", topic);
    settings.put("file", folder.resolve("out.txt").toString());
    settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    settings.put("errors.tolerance", "all");
    settings.put("errors.deadletterqueue.topic.name", Translation.deadLetters(sink));
    settings.put("errors.deadletterqueue.topic.replication.factor", "1");
    settings.put("errors.deadletterqueue.context.headers.enable", "true");
    cluster.configure(sink, settings);
    await().atMost(SOON).until(() -> letters() == count);
  }

  private long letters() {
    AtomicLong count = new AtomicLong();
    new DeadLetterTopic(client, sink)
        .read(
            letter -> {
              count.incrementAndGet();
              return true;
            });
    return count.get();
  }

  private LetterReplay.Sent replay() {
    try (LetterReplay replay = new LetterReplay(client, sink, List.of(), "a test")) {
      return replay.send(letter -> true);
    }
  }

  private static List<Lying> in(int partition, List<Lying> all) {
    return all.stream().filter(each -> each.partition() == partition).toList();
  }

  /** All there is, in the order of each partition. */
  private List<Lying> read(int partitions) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", "read_committed");
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(each -> new TopicPartition(topic, each)).toList();
    List<Lying> found = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      await()
          .atMost(SOON)
          .until(
              () -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                  found.add(
                      new Lying(
                          each.partition(),
                          each.key(),
                          requireNonNull(each.value()),
                          each.timestamp()));
                }
                return ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
              });
    }
    return found;
  }
}
