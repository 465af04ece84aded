package io.sluice.kafka.deadletter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.worker.SharedKafka;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many letters, and a Kafka that refuses in the midst of them. */
class LettersHalfWayTest {
  private final Map<String, String> client =
      Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers());

  /** Deletes the topic of a record as soon as Kafka has taken it. */
  public static final class Deletes
      implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {
    private Map<String, ?> settings = Map.of();

    @Override
    public void configure(Map<String, ?> configs) {
      settings = configs;
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
      return record;
    }

    @Override
    public void onAcknowledgement(
        @Nullable RecordMetadata metadata, @Nullable Exception exception) {
      if (metadata != null && exception == null) {
        Object servers = requireNonNull(settings.get("bootstrap.servers"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
          admin.deleteTopics(List.of(metadata.topic())).all().get();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
  }

  private static List<ProducerRecord<byte[], byte[]>> many(LettersByHand letters, int count) {
    return new ArrayList<>(
        IntStream.range(0, count)
            .mapToObj(each -> letters.letter(letters.topic(), 0, 1_000_000L + each, "no " + each))
            .toList());
  }

  @Test
  void what_was_sent_before_a_letter_that_kafka_does_not_take_is_said_and_has_its_time()
      throws Exception {
    LettersByHand letters = new LettersByHand(client, Map.of(), 1);
    String small = letters.topic() + "-small";
    letters.make(new NewTopic(small, 1, (short) 1).configs(Map.of("max.message.bytes", "200")));
    List<ProducerRecord<byte[], byte[]>> all = many(letters, 1_500);
    all.add(letters.letter(small, 0, 1, "x".repeat(1_000)));
    letters.set(all);

    LetterReplay.Sent sent;
    try (LetterReplay replay = new LetterReplay(client, letters.sink(), List.of(), "a test")) {
      sent = replay.send(letter -> true);
    }

    assertThat(sent.letters()).isEqualTo(1_000);
    assertThat(sent.failure())
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("did not take the letters"));
    assertThat(letters.open()).isEqualTo(501);
    assertThat(letters.records())
        .extracting(each -> each.timestamp())
        .isEqualTo(IntStream.range(0, 1_000).mapToObj(each -> 1_000_000L + each).toList());
  }

  @Test
  void letters_between_others_are_purged_however_small_the_records_of_the_topic_are()
      throws Exception {
    // One record that names 2,500 letters would have 50,000 bytes.
    LettersByHand letters = new LettersByHand(client, Map.of("max.message.bytes", "40000"), 1);
    letters.set(many(letters, 5_000));

    LetterPurge.Purged purged =
        new LetterPurge(client, letters.sink(), "a test").purge(letter -> letter.offset() % 2 == 1);

    assertThat(purged).isEqualTo(new LetterPurge.Purged(2_500, 2_500, Optional.empty()));
    assertThat(letters.open()).isEqualTo(2_500);
  }

  @Test
  void marks_that_kafka_refuses_purge_nothing_and_its_reason_is_said() throws Exception {
    LettersByHand letters = new LettersByHand(client, Map.of("max.message.bytes", "1000"), 1);
    letters.set(0, "one", "two");

    LetterPurge.Purged purged =
        new LetterPurge(client, letters.sink(), "since ".repeat(1_000)).purge(letter -> true);

    assertThat(purged.letters()).isZero();
    assertThat(purged.failure())
        .hasValueSatisfying(
            e -> {
              assertThat(e.kind()).isEqualTo(LetterException.Kind.REFUSED);
              assertThat(e).hasMessageContaining("larger than the max message size");
            });
    assertThat(letters.open()).isEqualTo(2);
  }

  @Test
  void letters_are_purged_also_where_kafka_does_not_delete_them() throws Exception {
    LettersByHand letters = new LettersByHand(client, Map.of(), 1);
    letters.set(0, "one", "two");
    Map<String, String> failing = new HashMap<>(client);
    failing.put("interceptor.classes", Deletes.class.getName());
    failing.put("request.timeout.ms", "5000");
    failing.put("default.api.timeout.ms", "5000");

    LetterPurge.Purged purged =
        new LetterPurge(failing, letters.sink(), "a test").purge(letter -> true);

    assertThat(purged.letters()).isEqualTo(2);
    assertThat(purged.waiting()).isEqualTo(2);
    assertThat(purged.failure()).isPresent();
  }
}
