package io.sluice.kafka.deadletter;

import io.sluice.kafka.deadletter.LetterException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Takes letters out of a topic for good. Kafka deletes from the beginning of a partition only, so
 * letters are marked first, and deleted as far as nothing before them is open.
 */
public final class LetterPurge {
  private final Map<String, String> client;
  private final DeadLetterTopic letters;
  private final String note;

  /**
   * What was done.
   *
   * @param letters how many are purged now
   * @param waiting how many of them Kafka still has, until those before them are done with too
   */
  public record Purged(long letters, long waiting) {}

  /**
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @param sinkConnector whose letters
   * @param note who purges and why, for people who read the topic
   */
  public LetterPurge(Map<String, String> client, String sinkConnector, String note) {
    this.client = Map.copyOf(client);
    this.letters = new DeadLetterTopic(client, sinkConnector);
    this.note = note;
  }

  private static final class Partition {
    private final LetterMarks.Draft draft = new LetterMarks.Draft();
    private long firstOpen = -1;
    private long last = -1;
    private long purged;
    private long behindOpen;

    void read(Letter letter) {
      last = letter.offset();
    }

    void take(Letter letter, boolean wanted) {
      if (!wanted) {
        draft.keep();
        firstOpen = firstOpen < 0 ? letter.offset() : firstOpen;
        return;
      }
      draft.add(letter.offset());
      purged++;
      behindOpen += firstOpen < 0 ? 0 : 1;
    }

    /** Nothing that this purge has not read is before it, as what a sink sets aside meanwhile. */
    long firstKept() {
      return firstOpen < 0 ? last + 1 : firstOpen;
    }
  }

  /**
   * Purges the open letters that are wanted.
   *
   * @throws LetterException when Kafka does not answer or refuses
   */
  public Purged purge(Predicate<Letter> wanted) {
    LetterMarks marks = letters.marks();
    Map<Integer, Partition> partitions = new TreeMap<>();
    letters.read(
        letter -> {
          Partition partition =
              partitions.computeIfAbsent(letter.partition(), none -> new Partition());
          partition.read(letter);
          if (marks.isOpen(letter)) {
            partition.take(letter, wanted.test(letter));
          }
          return true;
        });
    partitions.values().removeIf(each -> each.purged == 0);
    if (partitions.isEmpty()) {
      return new Purged(0, 0);
    }
    mark(partitions);
    Map<TopicPartition, Long> before = new HashMap<>();
    partitions.forEach(
        (number, partition) ->
            before.put(new TopicPartition(letters.name(), number), partition.firstKept()));
    long all = partitions.values().stream().mapToLong(each -> each.purged).sum();
    try (Topics topics = new Topics(client)) {
      boolean deleted = topics.delete(before);
      return new Purged(
          all,
          deleted ? partitions.values().stream().mapToLong(each -> each.behindOpen).sum() : all);
    }
  }

  /** Says what is purged; a mark outlives what it speaks of. */
  private void mark(Map<Integer, Partition> partitions) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("max.block.ms", "30000");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> answers = new ArrayList<>();
      partitions.forEach(
          (number, partition) ->
              answers.add(
                  producer.send(
                      partition.draft.record(
                          letters.name(), number, LetterMarks.Kind.PURGED, note))));
      for (Future<RecordMetadata> each : answers) {
        each.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw Topics.failure(client, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LetterException(Kind.UNREACHABLE, "interrupted while Kafka answers", e);
    }
  }
}
