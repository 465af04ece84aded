package io.sluice.kafka.deadletter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param letters how many are purged now, so far as Kafka has said: nobody lists or replays them
   *     any more
   * @param waiting how many of them Kafka still has
   * @param failure why Kafka has not taken all marks, or not deleted what nothing open lies before;
   *     empty where letters wait for those before them alone. Letters that are not marked are still
   *     open; what could be deleted goes with the next purge
   */
  public record Purged(long letters, long waiting, Optional<LetterException> failure) {}

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
   * @return what was done, also where Kafka failed half way
   * @throws LetterException when nothing was done, since Kafka does not answer or refuses
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
    Purged marked = mark(partitions);
    return marked.letters() == 0 || marked.failure().isPresent()
        ? marked
        : delete(partitions, marked.letters());
  }

  /** Says what is purged; a mark outlives what it speaks of. */
  private Purged mark(Map<Integer, Partition> partitions) {
    List<LetterMarks.Mark> marks = new ArrayList<>();
    partitions.forEach(
        (number, partition) ->
            marks.addAll(
                partition.draft.marks(letters.name(), number, LetterMarks.Kind.PURGED, note)));
    if (marks.isEmpty()) {
      return new Purged(0, 0, Optional.empty());
    }
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("max.block.ms", String.valueOf(Topics.PATIENCE.toMillis()));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> answers = new ArrayList<>();
      marks.forEach(mark -> answers.add(producer.send(mark.record())));
      return taken(marks, answers);
    } catch (KafkaException e) {
      throw Topics.failure(client, e);
    }
  }

  private Purged taken(List<LetterMarks.Mark> marks, List<Future<RecordMetadata>> answers) {
    long purged = 0;
    Optional<LetterException> failure = Optional.empty();
    for (int i = 0; i < marks.size(); i++) {
      try {
        answers.get(i).get();
        purged += marks.get(i).letters();
      } catch (ExecutionException e) {
        failure = Optional.of(Topics.failure(client, e));
      } catch (InterruptedException e) {
        failure = Optional.of(Topics.interrupted(e));
      }
    }
    return new Purged(purged, purged, failure);
  }

  private Purged delete(Map<Integer, Partition> partitions, long purged) {
    Map<TopicPartition, Long> before = new HashMap<>();
    partitions.forEach(
        (number, partition) ->
            before.put(new TopicPartition(letters.name(), number), partition.firstKept()));
    long waiting = partitions.values().stream().mapToLong(each -> each.behindOpen).sum();
    try (Topics topics = new Topics(client)) {
      return new Purged(purged, topics.delete(before) ? waiting : purged, Optional.empty());
    } catch (LetterException e) {
      return new Purged(purged, purged, Optional.of(e));
    }
  }
}
