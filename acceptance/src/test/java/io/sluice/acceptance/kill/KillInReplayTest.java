package io.sluice.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.acceptance.run.SluiceProcess;
import io.sluice.acceptance.run.WorkerProcess;
import io.sluice.kafka.deadletter.DeadLetterTopic;
import io.sluice.kafka.deadletter.LetterMarks;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.run.KafkaAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code sluice dlq replay} of very many letters dies again and again. Whoever reads what is
 * committed has each record once, and the letters that are marked are those that were sent.
 */
@Tag("long")
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillInReplayTest {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String TOPIC = "visits";
  private static final String SINK = Translation.sinkConnector("shop", "out");
  private static final int PARTITIONS = 3;
  private static final int LETTERS = 120_000;
  private static final int KILLS = 5;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final long seed = Long.getLong("kill.seed", System.nanoTime());
  private WorkerProcess worker;
  private String brokers;
  private Admin admin;

  @BeforeEach
  void letters() throws Exception {
    worker =
        WorkerProcess.launch(folder, "", List.of("--kafka-port", "0", "--listen", "127.0.0.1:0"))
            .awaitReady();
    brokers = KafkaAddress.find(folder.resolve(".sluice/kafka")).orElseThrow().bootstrapServers();
    admin = Admin.create(Map.<String, Object>copyOf(client()));
    admin
        .createTopics(
            List.of(
                new NewTopic(TOPIC, PARTITIONS, (short) 1),
                new NewTopic(Translation.deadLetters(SINK), 1, (short) 1)))
        .all()
        .get();
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        name: shop
        topic: visits
        sinks:
          - {name: out, connector: org.apache.kafka.connect.file.FileStreamSinkConnector, config: {file: out.txt}}
        """);
    setAside();
  }

  @AfterEach
  void stop() {
    admin.close();
    worker.close();
  }

  @Test
  void deaths_in_the_midst_of_a_replay_lose_no_letter_and_double_none() throws Exception {
    System.out.println("kill.seed=" + seed);
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      long before = written();
      long more = 1 + random.nextInt(LETTERS / (2 * KILLS));
      try (SluiceProcess replay = replay()) {
        await()
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(2))
            .until(() -> !replay.isAlive() || written() >= before + more);
        assertThat(replay.isAlive()).as(replay.output()).isTrue();
        replay.kill();
      }
    }

    try (SluiceProcess last = replay()) {
      assertThat(last.awaitExit()).as(last.output()).isZero();
      assertThat(last.output()).contains("0 failed again");
    }

    assertThat(open()).isZero();
    everyLetterIsThereOnce();
    try (SluiceProcess again = replay()) {
      assertThat(again.awaitExit()).as(again.output()).isZero();
      assertThat(again.output()).contains("No such open letters");
    }
  }

  private SluiceProcess replay() {
    return SluiceProcess.launch(
        folder, "", List.of("dlq", "replay", "shop.yaml", "--all", "--yes", "--wait", "0"));
  }

  private Map<String, String> client() {
    return Map.of("bootstrap.servers", brokers);
  }

  /** As Connect does where a sink cannot read them. */
  private void setAside() {
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("linger.ms", "20");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int number = 0; number < LETTERS; number++) {
        ProducerRecord<String, String> letter =
            new ProducerRecord<>(
                Translation.deadLetters(SINK), "key-" + number % 1_000, Integer.toString(number));
        header(letter, "topic", TOPIC);
        header(letter, "partition", Integer.toString(number % PARTITIONS));
        header(letter, "offset", Integer.toString(number));
        header(letter, "stage", "VALUE_CONVERTER");
        header(letter, "exception.class.name", "org.apache.kafka.connect.errors.DataException");
        producer.send(letter);
      }
    }
  }

  private static void header(ProducerRecord<String, String> letter, String name, String value) {
    letter.headers().add("__connect.errors." + name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** What lies in the topic, committed or not. */
  private long written() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    partitions().forEach(each -> ends.put(each, OffsetSpec.latest()));
    return admin.listOffsets(ends).all().get().values().stream()
        .mapToLong(each -> each.offset())
        .sum();
  }

  private static List<TopicPartition> partitions() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(each -> new TopicPartition(TOPIC, each))
        .toList();
  }

  private long open() {
    DeadLetterTopic letters = new DeadLetterTopic(client(), SINK);
    LetterMarks marks = letters.marks();
    BitSet open = new BitSet(LETTERS);
    letters.read(
        letter -> {
          open.set((int) letter.offset(), marks.isOpen(letter));
          return true;
        });
    return open.cardinality();
  }

  private void everyLetterIsThereOnce() {
    Map<String, Object> settings = new HashMap<>(client());
    settings.put("isolation.level", "read_committed");
    BitSet there = new BitSet(LETTERS);
    BitSet twice = new BitSet(LETTERS);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(partitions());
      consumer.seekToBeginning(partitions());
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(500))) {
          int number = Integer.parseInt(each.value());
          (there.get(number) ? twice : there).set(number);
        }
      }
    }
    assertThat(twice.cardinality()).as("letters that came twice").isZero();
    assertThat(there.cardinality()).as("letters that came").isEqualTo(LETTERS);
  }
}
