package io.sluice.kafka.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.Defaults;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.worker.SharedKafka;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.kafka.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.connect.transforms.Cast;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterTopicTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final String name = "d" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, String> client =
      Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers());
  private final ConnectCluster cluster =
      new ConnectCluster(
          ConnectAddress.of(SharedKafka.get().worker().url().toString(), Map.of(), Path.of("")));

  @AfterEach
  void remove() {
    if (cluster.connectors().containsKey(name + "-out")) {
      cluster.remove(name + "-out");
    }
  }

  private void send(String... values) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(Map.copyOf(client), new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(name, value));
      }
    }
  }

  private void deploySink(Map<String, String> more) {
    String yaml =
        "name: %s\ntopic: %s\nsinks: [{name: out, connector: %s, config: {file: '%s'}}]\n"
            .formatted(
                name,
                name,
                "org.apache.kafka.connect.file.FileStreamSinkConnector",
                folder.resolve("out.txt"));
    Translation.of(
            new PipelineReader()
                .read(Path.of("p.yaml"), yaml.getBytes(StandardCharsets.UTF_8))
                .onKafka()
                .orElseThrow(),
            (kind, className) -> className,
            new Defaults("acme", Map.of()))
        .connectors()
        .forEach(
            each -> {
              Map<String, String> config = new HashMap<>(each.config());
              config.putAll(more);
              cluster.configure(each.name(), config);
            });
  }

  private List<Letter> letters() {
    List<Letter> letters = new ArrayList<>();
    new DeadLetterTopic(client, name + "-out").read(letters::add);
    return letters;
  }

  @Test
  void what_a_sink_could_not_read_is_there_as_it_was_with_its_reason_and_its_place() {
    send("{\"schema\":{\"type\":\"string\"},\"payload\":\"good\"}", "no json");
    deploySink(Map.of());
    await().atMost(SOON).until(() -> !letters().isEmpty());

    assertThat(letters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.value()).asString(StandardCharsets.UTF_8).isEqualTo("no json");
              assertThat(letter.stage()).isEqualTo("VALUE_CONVERTER");
              assertThat(letter.component()).isEqualTo(RecordFormat.JSON_WITH_SCHEMAS.className());
              assertThat(letter.errorClass()).endsWith("DataException");
              assertThat(letter.topic()).isEqualTo(name);
              assertThat(letter.topicOffset()).hasValue(1);
            });
    assertThat(folder.resolve("out.txt")).hasContent("good\n");
  }

  @Test
  void what_a_transform_could_not_take_names_the_transform() {
    send("{\"schema\":{\"type\":\"string\"},\"payload\":\"good\"}");
    deploySink(
        Map.of(
            "transforms", "cast",
            "transforms.cast.type", Cast.Value.class.getName(),
            "transforms.cast.spec", "int32"));
    await().atMost(SOON).until(() -> !letters().isEmpty());

    assertThat(letters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.stage()).isEqualTo("TRANSFORMATION");
              assertThat(letter.component()).isEqualTo(Cast.Value.class.getName());
            });
  }

  @Test
  void a_connector_without_dead_letters_has_none() {
    assertThat(letters()).isEmpty();
  }

  @Test
  void whoever_takes_his_time_with_a_letter_gets_the_next_one_all_the_same() throws Exception {
    LettersByHand byHand = new LettersByHand(client, Map.of(), 1);
    byHand.set(0, "one", "two", "three");
    Map<String, String> oneByOne = new HashMap<>(client);
    oneByOne.put("max.poll.records", "1");
    AtomicLong nanos = new AtomicLong();
    List<Long> offsets = new ArrayList<>();

    new DeadLetterTopic(oneByOne, byHand.sink(), nanos::get)
        .read(
            letter -> {
              nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
              return offsets.add(letter.offset());
            });

    assertThat(offsets).containsExactly(0L, 1L, 2L);
  }

  @Test
  void letters_that_come_while_others_are_read_are_not_read_with_them() throws Exception {
    LettersByHand byHand = new LettersByHand(client, Map.of(), 2);
    String[] many = IntStream.range(0, 100).mapToObj(i -> "letter " + i).toArray(String[]::new);
    byHand.set(0, "first");
    byHand.set(1, many);
    // Small answers: the reader comes to the end of one partition long before that of the other.
    Map<String, String> small = new HashMap<>(client);
    small.put("fetch.max.bytes", "1");
    small.put("max.partition.fetch.bytes", "1");
    AtomicLong count = new AtomicLong();

    new DeadLetterTopic(small, byHand.sink())
        .read(
            letter -> {
              if (count.getAndIncrement() == 0) {
                byHand.set(0, "late", "late too");
                byHand.set(1, "late");
              }
              return true;
            });

    assertThat(count).hasValue(1 + many.length);
  }

  @Test
  void a_kafka_that_is_not_there_is_said_to_be_unreachable() {
    DeadLetterTopic nowhere =
        new DeadLetterTopic(
            Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "1000"), name);

    assertThatThrownBy(() -> nowhere.read(letter -> true))
        .isInstanceOfSatisfying(
            LetterException.class,
            e -> assertThat(e.kind()).isEqualTo(LetterException.Kind.UNREACHABLE));
  }
}
