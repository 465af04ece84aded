package io.sluice.kafka.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.kafka.worker.SharedKafka;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits whose question or answer is lost on the way. */
class LetterTransactionsTest {
  private final Map<String, String> client =
      Map.of("bootstrap.servers", SharedKafka.get().broker().bootstrapServers());
  private LettersByHand letters;

  /** How a commit goes: whether Kafka hears of it, and what comes back. */
  private record Commit(boolean heard, KafkaException answer) {}

  /** Kafka's own producer on a network that loses what goes over it at a commit. */
  private static final class Lossy extends KafkaProducer<byte[], byte[]> {
    private final Deque<Commit> commits;

    Lossy(Map<String, Object> settings, Commit... commits) {
      super(settings, new ByteArraySerializer(), new ByteArraySerializer());
      this.commits = new ArrayDeque<>(Arrays.asList(commits));
    }

    @Override
    public void commitTransaction() {
      Commit commit = commits.poll();
      if (commit == null || commit.heard()) {
        super.commitTransaction();
      }
      if (commit != null) {
        throw commit.answer();
      }
    }
  }

  @BeforeEach
  void make() throws Exception {
    letters = new LettersByHand(client, Map.of(), 1);
    letters.set(0, "one", "two");
  }

  private LetterTransactions over(Commit... commits) {
    return new LetterTransactions(
        client, new Lossy(LetterTransactions.settings(client, letters.sink()), commits));
  }

  /** Sends both letters again. */
  private Map<TopicPartition, Long> send(LetterTransactions transactions) {
    LetterMarks.Draft draft = new LetterMarks.Draft();
    draft.add(0);
    draft.add(1);
    return transactions.send(
        List.of(record(letters.topic(), "one"), record(letters.topic(), "two")),
        draft.marks(letters.name(), 0, LetterMarks.Kind.REPLAYED, "a test").stream()
            .map(LetterMarks.Mark::record)
            .toList());
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String value) {
    return new ProducerRecord<>(topic, 0, null, LettersByHand.bytes(value));
  }

  @Test
  void a_commit_without_an_answer_is_asked_for_again() {
    try (LetterTransactions transactions = over(new Commit(false, new TimeoutException("late")))) {
      assertThat(send(transactions)).containsEntry(new TopicPartition(letters.topic(), 0), 2L);
    }
    assertThat(letters.records()).hasSize(2);
    assertThat(letters.open()).isZero();
  }

  @Test
  void a_commit_that_gets_no_answer_at_all_is_not_known() {
    TimeoutException late = new TimeoutException("late");
    try (LetterTransactions transactions = over(new Commit(false, late), new Commit(true, late))) {
      assertThatThrownBy(() -> send(transactions))
          .hasMessageContaining("not known")
          .hasMessageContaining("did not answer in time");
    }
    assertThat(letters.records()).as("which it could not know").hasSize(2);
    assertThat(letters.open()).isZero();
  }

  @Test
  void whatever_is_said_of_a_commit_once_it_was_asked_for_it_may_be_done() {
    for (KafkaException said :
        List.of(
            new ProducerFencedException("another came in between"),
            new KafkaException("the second answer"))) {
      try (LetterTransactions transactions = over(new Commit(true, said))) {
        assertThatThrownBy(() -> send(transactions))
            .isInstanceOfSatisfying(
                LetterException.class,
                e -> assertThat(e.kind()).isEqualTo(LetterException.Kind.UNREACHABLE))
            .hasMessageContaining("not known")
            .hasMessageContaining(said.getMessage());
      }
    }
    assertThat(letters.records()).hasSize(4);
  }

  @Test
  void what_kafka_does_not_take_is_said_and_nothing_of_its_transaction_is_there() throws Exception {
    String small = letters.topic() + "-small";
    letters.make(new NewTopic(small, 1, (short) 1).configs(Map.of("max.message.bytes", "200")));
    try (LetterTransactions transactions = over()) {
      List<ProducerRecord<byte[], byte[]>> records =
          List.of(record(letters.topic(), "one"), record(small, "x".repeat(1_000)));

      assertThatThrownBy(() -> transactions.send(records, List.of()))
          .hasMessageContaining("Kafka did not take the letters: ")
          .hasMessageContaining("larger than the max message size");
      assertThat(letters.records()).isEmpty();
      assertThat(send(transactions)).as("the next one").hasSize(1);
    }
    assertThat(letters.records()).hasSize(2);
  }

  @Test
  void somebody_who_came_in_between_before_the_commit_is_told() {
    try (LetterTransactions transactions = over();
        LetterTransactions second = over()) {
      assertThatThrownBy(() -> send(transactions)).hasMessageContaining("somebody else replays");
      assertThat(letters.records()).isEmpty();
      assertThat(send(second)).hasSize(1);
    }
  }
}
