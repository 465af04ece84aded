package io.sluice.kafka.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * How many of the last offsets of a partition are records. The end of each transaction takes an
 * offset, behind which no sink ever commits: one that has read everything would seem to be behind.
 * Looked up by reading, so only for few. Used by one thread at a time.
 */
final class FewOffsets implements AutoCloseable {
  /** More than so many are taken for records. */
  static final long MOST = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private record Stretch(long from, long to, long records) {}

  private final Map<String, Object> client;
  private final Predicate<ConsumerRecord<byte[], byte[]>> counted;
  private final Map<TopicPartition, Stretch> known = new HashMap<>();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  FewOffsets(Map<String, String> client) {
    this(client, each -> true);
  }

  /**
   * @param counted which records count
   */
  FewOffsets(Map<String, String> client, Predicate<ConsumerRecord<byte[], byte[]>> counted) {
    this.counted = counted;
    this.client = new HashMap<>(client);
    this.client.put("isolation.level", "read_committed");
    this.client.put("enable.auto.commit", "false");
    this.client.put("allow.auto.create.topics", "false");
    this.client.put("client.id", "sluice-gauges-reader");
  }

  /**
   * Records from one offset up to another; all offsets are taken for records where Kafka does not
   * hand them out in time.
   */
  long records(TopicPartition partition, long from, long to) {
    Stretch before = known.get(partition);
    if (before != null && before.from() == from && before.to() == to) {
      return before.records();
    }
    try {
      long records = read(partition, from, to);
      known.put(partition, new Stretch(from, to, records));
      return records;
    } catch (KafkaException | IllegalStateException e) {
      return to - from;
    }
  }

  private long read(TopicPartition partition, long from, long to) {
    KafkaConsumer<byte[], byte[]> reader = consumer;
    if (reader == null) {
      reader =
          new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer = reader;
    }
    reader.assign(Set.of(partition));
    reader.seek(partition, from);
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    long records = 0;
    while (reader.position(partition, PATIENCE) < to) {
      if (System.nanoTime() > giveUp) {
        throw new IllegalStateException("not handed out in time");
      }
      for (ConsumerRecord<byte[], byte[]> each : reader.poll(Duration.ofMillis(100))) {
        records += each.offset() < to && counted.test(each) ? 1 : 0;
      }
    }
    return records;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close();
    }
  }
}
