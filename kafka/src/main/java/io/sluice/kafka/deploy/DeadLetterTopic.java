package io.sluice.kafka.deploy;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.deploy.ConnectException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic in which Connect keeps what a sink connector could not process, with its headers of
 * why. Read from its beginning to where it ends now, one record at a time, so that memory is
 * bounded.
 */
public final class DeadLetterTopic {
  private static final String HEADERS = "__connect.errors.";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * A record that could not be processed.
   *
   * @param partition of the dead letters' topic
   * @param offset in that partition
   * @param at when it was set aside
   * @param stage what failed, as Connect calls it: {@code TASK_PUT}, {@code VALUE_CONVERTER}...
   * @param component the class that failed
   * @param errorClass the exception's
   * @param message the exception's; may quote the record
   * @param topic where the record came from; empty when Connect did not say
   * @param topicPartition where in that topic
   * @param topicOffset where in that partition
   * @param key as it lay in the topic
   * @param value as it lay in the topic
   */
  public record Letter(
      int partition,
      long offset,
      Instant at,
      String stage,
      String component,
      String errorClass,
      String message,
      String topic,
      OptionalLong topicPartition,
      OptionalLong topicOffset,
      byte @Nullable [] key,
      byte @Nullable [] value) {}

  private final Map<String, Object> client;
  private final String topic;

  /**
   * @param client settings of Kafka's clients, {@code bootstrap.servers} among them
   * @param sinkConnector whose dead letters
   */
  public DeadLetterTopic(Map<String, String> client, String sinkConnector) {
    this.client = new HashMap<>(requireNonNull(client, "client is null"));
    this.client.put("allow.auto.create.topics", "false");
    this.client.put("enable.auto.commit", "false");
    this.client.put("isolation.level", "read_committed");
    this.client.put("auto.offset.reset", "earliest");
    this.client.putIfAbsent("default.api.timeout.ms", String.valueOf(PATIENCE.toMillis()));
    topic = Translation.deadLetters(sinkConnector);
  }

  /**
   * Hands over each letter until all were seen or {@code more} answers false; nothing when there is
   * no such topic.
   *
   * @throws ConnectException when Kafka does not answer
   */
  public void read(Predicate<Letter> more) {
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
    } catch (KafkaException e) {
      throw new ConnectException(
          Kind.UNREACHABLE, "Kafka at " + client.get("bootstrap.servers") + " does not answer", e);
    }
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Predicate<Letter> more) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() > giveUp) {
        throw new ConnectException(Kind.UNREACHABLE, "Kafka hands out no dead letters", null);
      }
      for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(500))) {
        giveUp = System.nanoTime() + PATIENCE.toNanos();
        if (!more.test(letter(each))) {
          return;
        }
      }
    }
  }

  private static Letter letter(ConsumerRecord<byte[], byte[]> each) {
    return new Letter(
        each.partition(),
        each.offset(),
        Instant.ofEpochMilli(each.timestamp()),
        text(each, "stage"),
        text(each, "class.name"),
        text(each, "exception.class.name"),
        text(each, "exception.message"),
        text(each, "topic"),
        number(each, "partition"),
        number(each, "offset"),
        each.key(),
        each.value());
  }

  /** Of several, the one that Connect added last: a letter may have been a dead letter before. */
  private static String text(ConsumerRecord<byte[], byte[]> each, String name) {
    Header header = each.headers().lastHeader(HEADERS + name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static OptionalLong number(ConsumerRecord<byte[], byte[]> each, String name) {
    String text = text(each, name);
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
