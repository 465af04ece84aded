package io.sluice.kafka.deadletter;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.deadletter.LetterException.Kind;
import io.sluice.kafka.deploy.Translation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic in which Connect keeps what a sink connector could not process, with its headers of
 * why. Read from its beginning to where it ends now, one record at a time, so that memory is
 * bounded.
 */
public final class DeadLetterTopic {
  private static final long BEGINNING = -1;

  private final Map<String, Object> client;
  private final String topic;
  private final String passedOver;
  private final LongSupplier nanos;

  /**
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @param sinkConnector whose dead letters
   */
  public DeadLetterTopic(Map<String, String> client, String sinkConnector) {
    this(client, sinkConnector, System::nanoTime);
  }

  /**
   * @param nanos a clock that only ever goes on
   */
  DeadLetterTopic(Map<String, String> client, String sinkConnector, LongSupplier nanos) {
    this.nanos = nanos;
    this.client = new HashMap<>(requireNonNull(client, "client is null"));
    this.client.put("allow.auto.create.topics", "false");
    this.client.put("enable.auto.commit", "false");
    this.client.put("isolation.level", "read_committed");
    this.client.put("auto.offset.reset", "earliest");
    this.client.putIfAbsent("default.api.timeout.ms", String.valueOf(Topics.PATIENCE.toMillis()));
    topic = Translation.deadLetters(sinkConnector);
    passedOver = Translation.NOT_FOR + sinkConnector;
  }

  /** What it is called. */
  String name() {
    return topic;
  }

  /**
   * Which letters are done with.
   *
   * @throws LetterException when Kafka does not answer
   */
  public LetterMarks marks() {
    LetterMarks marks = new LetterMarks();
    records(
        any -> true,
        BEGINNING,
        each -> {
          if (LetterMarks.isMark(each)) {
            marks.take(each);
          }
          return true;
        });
    return marks;
  }

  /**
   * Hands over each letter, open or not, until all were seen or {@code more} answers false; nothing
   * when there is no such topic.
   *
   * @throws LetterException when Kafka does not answer
   */
  public void read(Predicate<Letter> more) {
    records(any -> true, BEGINNING, each -> !isLetter(each) || more.test(Letter.of(each)));
  }

  /**
   * The letter in that place, open or not; empty when there is none, or none any more.
   *
   * @throws LetterException when Kafka does not answer
   */
  public Optional<Letter> find(int partition, long offset) {
    AtomicReference<@Nullable Letter> found = new AtomicReference<>();
    records(
        one -> one == partition,
        offset,
        each -> {
          if (each.offset() == offset && isLetter(each)) {
            found.set(Letter.of(each));
          }
          return each.offset() < offset;
        });
    return Optional.ofNullable(found.get());
  }

  private boolean isLetter(ConsumerRecord<byte[], byte[]> each) {
    return !LetterMarks.isMark(each) && !isForOthers(each);
  }

  /** Another sink's letter, sent again, that this one could not even read to pass it over. */
  private boolean isForOthers(ConsumerRecord<byte[], byte[]> each) {
    return each.headers().lastHeader(passedOver) != null;
  }

  /**
   * @param which partitions
   * @param from where in them, or {@link #BEGINNING}; what is deleted is passed over
   */
  private void records(
      IntPredicate which, long from, Predicate<ConsumerRecord<byte[], byte[]>> more) {
    consume(
        which,
        (consumer, partitions) -> {
          if (from == BEGINNING) {
            consumer.seekToBeginning(partitions);
          } else {
            partitions.forEach(each -> consumer.seek(each, from));
          }
          read(consumer, consumer.endOffsets(partitions), more);
        });
  }

  /**
   * Where a partition begins and ends for readers of what is committed.
   *
   * @param end the next offset behind it
   */
  public record Reach(long begin, long end) {}

  /**
   * From where to where each partition reaches; empty when there is no such topic.
   *
   * @throws LetterException when Kafka does not answer
   */
  public Map<TopicPartition, Reach> reach() {
    Map<TopicPartition, Reach> reach = new HashMap<>();
    consume(
        any -> true,
        (consumer, partitions) -> {
          Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
          consumer
              .endOffsets(partitions)
              .forEach(
                  (partition, end) ->
                      reach.put(partition, new Reach(begin.getOrDefault(partition, 0L), end)));
        });
    return reach;
  }

  private void consume(
      IntPredicate which, BiConsumer<KafkaConsumer<byte[], byte[]>, List<TopicPartition>> what) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          Optional.ofNullable(consumer.partitionsFor(topic)).orElse(List.of()).stream()
              .filter(each -> which.test(each.partition()))
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      what.accept(consumer, partitions);
    } catch (UnknownTopicOrPartitionException e) {
      return; // Connect makes it when the connector begins.
    } catch (AuthorizationException e) {
      throw new LetterException(
          Kind.REFUSED,
          "Kafka does not allow this user to read topic "
              + topic
              + ": it needs Read and Describe of it",
          e);
    } catch (KafkaException e) {
      throw Topics.failure(client, e);
    }
  }

  /**
   * What comes behind the ends is passed over: a poll goes beyond the end of one partition while
   * others are still read, and whoever replays adds to the letters what fails again.
   */
  private void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Predicate<ConsumerRecord<byte[], byte[]>> more) {
    long lastHeard = nanos.getAsLong();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (nanos.getAsLong() - lastHeard > Topics.PATIENCE.toNanos()) {
        throw new LetterException(Kind.UNREACHABLE, "Kafka hands out no dead letters", null);
      }
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(500));
      for (ConsumerRecord<byte[], byte[]> each : polled) {
        long end = ends.getOrDefault(new TopicPartition(each.topic(), each.partition()), 0L);
        if (each.offset() < end && !more.test(each)) {
          return;
        }
      }
      if (!polled.isEmpty()) {
        // Behind what is done with them: a replay may take its time, and Kafka is not to blame.
        lastHeard = nanos.getAsLong();
      }
    }
  }
}
