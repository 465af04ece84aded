package io.sluice.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.deploy.ConnectAddress;
import io.sluice.kafka.deploy.ConnectCluster;
import io.sluice.kafka.deploy.Connector;
import io.sluice.kafka.deploy.Defaults;
import io.sluice.kafka.deploy.RunningConnector;
import io.sluice.kafka.deploy.Translation;
import io.sluice.kafka.worker.SharedKafka;
import io.sluice.pipeline.file.PipelineReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sinks that write what they read into files; what is no JSON they cannot read. */
class LetterReplayTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final String name = "r" + UUID.randomUUID().toString().substring(0, 8);
  private final String out = name + "-out";
  private final String beside = name + "-beside";
  private final Map<String, String> client =
      Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers());
  private final ConnectCluster cluster =
      new ConnectCluster(
          ConnectAddress.of(SharedKafka.get().worker().url().toString(), Map.of(), Path.of("")));

  @AfterEach
  void remove() {
    List.of(out, beside).stream()
        .filter(cluster.connectors()::containsKey)
        .forEach(cluster::remove);
  }

  private void send(String... values) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(Map.copyOf(client), new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(name, value));
      }
    }
  }

  private void deploy(String converter) {
    String sink =
        "{name: %s, connector: org.apache.kafka.connect.file.FileStreamSinkConnector, config:"
            + " {file: '%s'}}";
    String yaml =
        "name: %s\ntopic: %s\nconverters: {value.converter: %s}\nsinks:\n  - %s\n  - %s\n"
            .formatted(
                name,
                name,
                converter,
                sink.formatted("out", folder.resolve("out.txt")),
                sink.formatted("beside", folder.resolve("beside.txt")));
    for (Connector each :
        Translation.of(
                new PipelineReader()
                    .read(Path.of("p.yaml"), yaml.getBytes(StandardCharsets.UTF_8))
                    .onKafka()
                    .orElseThrow(),
                (kind, className) -> className,
                new Defaults("acme", Map.of()))
            .connectors()) {
      cluster.configure(each.name(), each.config());
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                List.of(out, beside).stream()
                    .allMatch(
                        each ->
                            cluster
                                .connector(each)
                                .filter(RunningConnector::isSettled)
                                .isPresent()));
  }

  private List<Letter> open(String connector) {
    DeadLetterTopic topic = new DeadLetterTopic(client, connector);
    LetterMarks marks = topic.marks();
    List<Letter> open = new ArrayList<>();
    topic.read(
        letter -> {
          if (marks.isOpen(letter)) {
            open.add(letter);
          }
          return true;
        });
    return open;
  }

  private void awaitLetters(int count) {
    await().atMost(SOON).until(() -> open(out).size() == count && open(beside).size() == count);
  }

  private LetterReplay.Sent replay(Predicate<Letter> which) {
    try (LetterReplay replay = new LetterReplay(client, out, List.of(beside), "a test")) {
      return replay.send(which);
    }
  }

  private long failedAgain(LetterReplay.Sent sent) {
    try (Arrival arrival = new Arrival(client, out)) {
      assertThat(arrival.await(sent, SOON, () -> true)).isTrue();
      return arrival.failedAgain(sent);
    }
  }

  @Test
  void letters_reach_their_sink_once_in_their_order_and_no_other_sink_of_the_pipeline() {
    send("one", "two", "three");
    deploy("json");
    awaitLetters(3);
    assertThat(new DeadLetterTopic(client, out).find(0, 1))
        .hasValueSatisfying(letter -> assertThat(letter.value()).asString(UTF_8).isEqualTo("two"));
    assertThat(new DeadLetterTopic(client, out).find(0, 3)).as("none yet").isEmpty();
    assertThat(new DeadLetterTopic(client, out).find(7, 0)).as("no such partition").isEmpty();
    deploy("string");

    LetterReplay.Sent sent = replay(letter -> true);
    assertThat(sent.letters()).isEqualTo(3);
    assertThat(failedAgain(sent)).isZero();
    send("last");
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(folder.resolve("beside.txt")).hasContent("last\n"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(folder.resolve("out.txt")).hasContent("one\ntwo\nthree\nlast\n"));
    assertThat(open(out)).isEmpty();
    assertThat(open(beside)).hasSize(3);
    assertThat(replay(letter -> true).letters()).as("once is enough").isZero();
  }

  @Test
  void a_letter_that_fails_again_is_a_letter_with_an_attempt_more() {
    send("one", "two", "three");
    deploy("json");
    awaitLetters(3);

    LetterReplay.Sent sent = replay(letter -> letter.offset() == 1);
    assertThat(failedAgain(sent)).isEqualTo(1);
    assertThat(open(out))
        .extracting(letter -> new String(requireNonNull(letter.value()), StandardCharsets.UTF_8))
        .containsExactly("one", "three", "two");
    assertThat(open(out)).extracting(Letter::attempts).containsExactly(1, 1, 2);
    assertThat(open(beside)).hasSize(3);
  }

  @Test
  void what_is_purged_is_gone_as_far_as_nothing_open_lies_before_it() throws Exception {
    send("one", "two", "three");
    deploy("json");
    awaitLetters(3);
    LetterPurge purge = new LetterPurge(client, out, "a test");

    assertThat(purge.purge(letter -> letter.offset() == 1)).isEqualTo(purged(1, 1));
    assertThat(open(out)).extracting(Letter::offset).containsExactly(0L, 2L);
    assertThat(purge.purge(letter -> letter.offset() == 0)).isEqualTo(purged(1, 0));
    assertThat(open(out)).extracting(Letter::offset).containsExactly(2L);
    assertThat(begin()).isEqualTo(2);
    assertThat(purge.purge(letter -> true)).isEqualTo(purged(1, 0));
    assertThat(open(out)).isEmpty();
    assertThat(begin()).as("what was said of them is left").isEqualTo(3);
    assertThat(purge.purge(letter -> true)).isEqualTo(purged(0, 0));
  }

  @Test
  void a_letter_that_comes_while_others_are_purged_stays() {
    send("one", "two", "three");
    deploy("json");
    awaitLetters(3);
    LetterPurge purge = new LetterPurge(client, out, "a test");

    LetterPurge.Purged purged =
        purge.purge(
            letter -> {
              if (letter.offset() == 2) {
                send("four");
                awaitLetters(4);
              }
              return true;
            });

    assertThat(purged).isEqualTo(purged(3, 0));
    assertThat(open(out)).hasSize(1);
  }

  private static LetterPurge.Purged purged(long letters, long waiting) {
    return new LetterPurge.Purged(letters, waiting, Optional.empty());
  }

  private long begin() throws Exception {
    TopicPartition partition = new TopicPartition(Translation.deadLetters(out), 0);
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.earliest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  @Test
  void of_two_who_replay_at_the_same_time_only_one_does() {
    send("one");
    deploy("json");
    awaitLetters(1);
    try (LetterReplay first = new LetterReplay(client, out, List.of(), "a test")) {
      assertThat(replay(letter -> true).letters()).isEqualTo(1);
      await().atMost(SOON).until(() -> open(out).size() == 1);

      assertThatThrownBy(() -> first.send(letter -> true))
          .isInstanceOf(LetterException.class)
          .hasMessageContaining("somebody else replays");
    }
    assertThat(open(out)).as("not sent by the first").hasSize(1);
  }

  @Test
  void a_letter_whose_topic_is_gone_stays_open() throws Exception {
    send("one");
    deploy("json");
    awaitLetters(1);
    remove();
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      admin.deleteTopics(List.of(name)).all().get();
    }

    LetterReplay.Sent sent = replay(letter -> true);
    assertThat(sent.letters()).isZero();
    assertThat(sent.lost()).isEqualTo(1);
    assertThat(open(out)).hasSize(1);
  }
}
