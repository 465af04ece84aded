package io.sluice.kafka.deadletter;

import io.sluice.kafka.broker.LargestRecord;
import io.sluice.kafka.deploy.ConnectException;
import io.sluice.kafka.deploy.ConnectException.Kind;
import io.sluice.kafka.deploy.Translation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends letters back into the topics that they came from, at their end, so that the sink reads them
 * there: in the order in which they were set aside, and each into its partition, where the records
 * of its key are. Letters and the marks that they are done with are one transaction of Kafka: there
 * are both or neither, whatever dies. Of two who replay at the same time, Kafka fences the first.
 */
public final class LetterReplay implements AutoCloseable {
  /** Letters of a transaction. What was sent before a failure stays sent, and marked. */
  private static final int MOST = 1_000;

  /** Invariant 6: bytes of keys and values of a transaction, which are in memory together. */
  private static final long MOST_BYTES = 16 << 20;

  /** What a producer holds by default. */
  private static final int KAFKAS_BUFFER = 32 << 20;

  private final DeadLetterTopic letters;
  private final Topics topics;
  private final List<String> others;
  private final String note;
  private final String replay = UUID.randomUUID().toString();
  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * What was sent.
   *
   * @param replay by which the letters are known that were sent with it
   * @param letters how many
   * @param reached where the sink is when it has had them all: the next offset of each partition
   * @param lost letters whose topic is gone, or that do not say where they came from; they stay
   *     open
   */
  public record Sent(String replay, long letters, Map<TopicPartition, Long> reached, long lost) {
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
   * @throws ConnectException when Kafka does not answer or refuses
   */
  public LetterReplay(
      Map<String, String> client, String sinkConnector, List<String> others, String note) {
    this.letters = new DeadLetterTopic(client, sinkConnector);
    this.topics = new Topics(client);
    this.others = List.copyOf(others);
    this.note = note;
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("transactional.id", "sluice-replay-" + sinkConnector);
    settings.put("max.block.ms", "30000");
    settings.putIfAbsent("max.request.size", String.valueOf(LargestRecord.bytes()));
    settings.putIfAbsent(
        "buffer.memory", String.valueOf(Math.max(KAFKAS_BUFFER, LargestRecord.bytes())));
    try {
      producer =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    } catch (KafkaException e) {
      topics.close();
      throw Topics.failure(client, e);
    }
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      close();
      throw Topics.failure(client, e);
    }
  }

  /**
   * Sends the open letters that are wanted.
   *
   * @throws ConnectException when Kafka does not take them, or does not say whether it did; what
   *     was sent until then is marked
   */
  public Sent send(Predicate<Letter> wanted) {
    LetterMarks marks = letters.marks();
    Batch batch = new Batch();
    letters.read(
        letter -> {
          if (marks.isOpen(letter)) {
            batch.take(letter, wanted.test(letter));
          }
          return true;
        });
    batch.flush();
    return new Sent(replay, batch.sent, batch.reached, batch.lost);
  }

  /** What goes into one transaction. */
  private final class Batch {
    private final List<Letter> chunk = new ArrayList<>();
    private final Map<Integer, LetterMarks.Draft> drafts = new TreeMap<>();
    private final Map<TopicPartition, Long> reached = new HashMap<>();
    private long bytes;
    private long sent;
    private long lost;

    void take(Letter letter, boolean wanted) {
      LetterMarks.Draft draft =
          drafts.computeIfAbsent(letter.partition(), none -> new LetterMarks.Draft());
      boolean goes = wanted && topics.exists(letter.topic());
      lost += wanted && !goes ? 1 : 0;
      if (!goes) {
        draft.keep();
        return;
      }
      chunk.add(letter);
      bytes += length(letter.key()) + length(letter.value());
      draft.add(letter.offset());
      if (chunk.size() >= MOST || bytes >= MOST_BYTES) {
        flush();
      }
    }

    void flush() {
      if (chunk.isEmpty()) {
        return;
      }
      List<Future<RecordMetadata>> answers = new ArrayList<>();
      try {
        producer.beginTransaction();
        for (Letter letter : chunk) {
          answers.add(producer.send(again(letter)));
        }
        drafts.forEach(
            (partition, draft) -> {
              if (!draft.isEmpty()) {
                producer.send(
                    draft.record(letters.name(), partition, LetterMarks.Kind.REPLAYED, note));
              }
            });
        commit();
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        throw new ConnectException(
            Kind.REFUSED, "somebody else replays letters of the same sink at this moment", e);
      } catch (KafkaException e) {
        throw notTaken(e);
      }
      note(answers);
      sent += chunk.size();
      chunk.clear();
      bytes = 0;
      drafts.clear();
    }

    private void note(List<Future<RecordMetadata>> answers) {
      for (Future<RecordMetadata> each : answers) {
        try {
          RecordMetadata there = each.get();
          reached.merge(
              new TopicPartition(there.topic(), there.partition()), there.offset() + 1, Math::max);
        } catch (ExecutionException e) {
          throw new IllegalStateException("a record of a committed transaction is not there", e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new ConnectException(
              Kind.UNREACHABLE, "interrupted when Kafka had taken the letters", e);
        }
      }
    }
  }

  /** A commit that got no answer in time can only be asked for again, and may be done already. */
  private void commit() {
    try {
      try {
        producer.commitTransaction();
      } catch (TimeoutException e) {
        producer.commitTransaction();
      }
    } catch (TimeoutException | InterruptException e) {
      throw new ConnectException(
          Kind.UNREACHABLE,
          "it is not known whether Kafka took the letters, it did not answer in time: those that it"
              + " did not take are still open (sluice dlq ls)",
          e);
    }
  }

  /** An open transaction would keep readers waiting until it times out. */
  private ConnectException notTaken(KafkaException e) {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException again) {
      e.addSuppressed(again);
    }
    return new ConnectException(
        Kind.REFUSED, "Kafka did not take the letters: " + e.getMessage(), e);
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
    producer.close(Duration.ofSeconds(5));
  }
}
