package io.sluice.kafka.deadletter;

import io.sluice.kafka.deploy.Translation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sends letters back into the topics that they came from, at their end, so that the sink reads them
 * there: in the order in which they were set aside, and each into its partition, where the records
 * of its key are. That they are sent and marked together is up to {@link LetterTransactions}.
 */
public final class LetterReplay implements AutoCloseable {
  /** Letters of a transaction. What was sent before a failure stays sent, and marked. */
  private static final int MOST = 1_000;

  /** Invariant 6: bytes of keys and values of a transaction, which are in memory together. */
  private static final long MOST_BYTES = 16 << 20;

  private final DeadLetterTopic letters;
  private final Topics topics;
  private final List<String> others;
  private final String note;
  private final String replay = UUID.randomUUID().toString();
  private final LetterTransactions transactions;

  /**
   * What was sent.
   *
   * @param replay by which the letters are known that were sent with it
   * @param letters how many
   * @param reached where the sink is when it has had them all: the next offset of each partition
   * @param lost letters whose topic is gone, or that do not say where they came from; they stay
   *     open
   * @param failure why it ended before the last letter; empty if it did not
   */
  public record Sent(
      String replay,
      long letters,
      Map<TopicPartition, Long> reached,
      long lost,
      Optional<LetterException> failure) {
    public Sent {
      reached = Map.copyOf(reached);
    }
  }

  /**
   * Whoever replays letters of the same sink at this moment is fenced.
   *
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @param sinkConnector whose letters
   * @param others sink connectors of the same pipeline: they do not read what is sent again
   * @param note who replays, for people who read the topic
   * @throws LetterException when Kafka does not answer or refuses
   */
  public LetterReplay(
      Map<String, String> client, String sinkConnector, List<String> others, String note) {
    this.letters = new DeadLetterTopic(client, sinkConnector);
    this.topics = new Topics(client);
    this.others = List.copyOf(others);
    this.note = note;
    try {
      transactions = new LetterTransactions(client, sinkConnector);
    } catch (LetterException e) {
      topics.close();
      throw e;
    }
  }

  /**
   * Sends the open letters that are wanted.
   *
   * @return what was sent and marked, also where Kafka failed half way
   * @throws LetterException when nothing was sent, since Kafka does not answer or refuses
   */
  public Sent send(Predicate<Letter> wanted) {
    LetterMarks marks = letters.marks();
    Batch batch = new Batch();
    try {
      letters.read(
          letter -> {
            if (marks.isOpen(letter)) {
              batch.take(letter, wanted.test(letter));
            }
            return true;
          });
      batch.flush();
      return batch.sent(Optional.empty());
    } catch (LetterException e) {
      if (batch.sent == 0) {
        throw e;
      }
      return batch.sent(Optional.of(e));
    }
  }

  /** What goes into one transaction. */
  private final class Batch {
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<Integer, LetterMarks.Draft> drafts = new TreeMap<>();
    private final Map<TopicPartition, Long> reached = new HashMap<>();
    private long bytes;
    private long sent;
    private long lost;

    Sent sent(Optional<LetterException> failure) {
      return new Sent(replay, sent, reached, lost, failure);
    }

    void take(Letter letter, boolean wanted) {
      LetterMarks.Draft draft =
          drafts.computeIfAbsent(letter.partition(), none -> new LetterMarks.Draft());
      boolean goes = wanted && topics.exists(letter.topic());
      lost += wanted && !goes ? 1 : 0;
      if (!goes) {
        draft.keep();
        return;
      }
      records.add(again(letter));
      bytes += length(letter.key()) + length(letter.value());
      draft.add(letter.offset());
      if (records.size() >= MOST || bytes >= MOST_BYTES) {
        flush();
      }
    }

    void flush() {
      if (records.isEmpty()) {
        return;
      }
      List<ProducerRecord<byte[], byte[]>> marks = new ArrayList<>();
      drafts.forEach(
          (partition, draft) ->
              draft
                  .marks(letters.name(), partition, LetterMarks.Kind.REPLAYED, note)
                  .forEach(mark -> marks.add(mark.record())));
      transactions
          .send(records, marks)
          .forEach((partition, next) -> reached.merge(partition, next, Math::max));
      sent += records.size();
      records.clear();
      bytes = 0;
      drafts.clear();
    }
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  /** The record as it was, with what it is told by. */
  private ProducerRecord<byte[], byte[]> again(Letter letter) {
    List<Header> kept = new ArrayList<>();
    for (Header header : letter.headers()) {
      boolean ofFailure =
          header.key().startsWith(Letter.ERRORS) || header.key().startsWith(Translation.NOT_FOR);
      if (!ofFailure) {
        kept.add(header);
      }
    }
    int partitions = topics.partitions(letter.topic());
    boolean there =
        letter.topicPartition().isPresent() && letter.topicPartition().getAsLong() < partitions;
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            letter.topic(),
            there ? (Integer) (int) letter.topicPartition().getAsLong() : null,
            letter.at().toEpochMilli(),
            letter.key(),
            letter.value(),
            kept);
    String from = letter.place() + " " + replay;
    record.headers().add(Letter.REPLAYED_FROM, from.getBytes(StandardCharsets.UTF_8));
    others.forEach(other -> record.headers().add(Translation.NOT_FOR + other, new byte[0]));
    return record;
  }

  @Override
  public void close() {
    topics.close();
    transactions.close();
  }
}
