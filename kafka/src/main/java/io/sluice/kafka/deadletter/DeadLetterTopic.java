package io.sluice.kafka.deadletter;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.deadletter.LetterException.Kind;
import io.sluice.kafka.deploy.Translation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/**
 * The topic in which Connect keeps what a sink connector could not process, with its headers of
 * why. Read from its beginning to where it ends now, one record at a time, so that memory is
 * bounded.
 */
public final class DeadLetterTopic {
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
    records(each -> LetterMarks.isMark(each) || isForOthers(each) || more.test(Letter.of(each)));
  }

  /** Another sink's letter, sent again, that this one could not even read to pass it over. */
  private boolean isForOthers(ConsumerRecord<byte[], byte[]> each) {
    return each.headers().lastHeader(passedOver) != null;
  }

  private void records(Predicate<ConsumerRecord<byte[], byte[]>> more) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          Optional.ofNullable(consumer.partitionsFor(topic)).orElse(List.of()).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      read(consumer, consumer.endOffsets(partitions), more);
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
