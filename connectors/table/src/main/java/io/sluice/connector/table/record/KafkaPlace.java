package io.sluice.connector.table.record;

import java.util.Arrays;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where a record stands in the engine's topics: what a task is opened with, commits and rewinds to.
 * On Kafka Connect a transform may have given the record another topic since; two topics may have
 * become one by that.
 */
public final class KafkaPlace {
  /** Connect tells since 3.6 (KIP-793); before, nobody can. */
  private static final boolean TOLD =
      Arrays.stream(SinkRecord.class.getMethods())
          .anyMatch(method -> method.getName().equals("originalTopic"));

  private KafkaPlace() {}

  /** The topic that the record was read from. */
  public static String topic(SinkRecord record) {
    return TOLD ? record.originalTopic() : record.topic();
  }

  /** The partition of {@link #topic}. */
  public static int partition(SinkRecord record) {
    return TOLD ? record.originalKafkaPartition() : record.kafkaPartition();
  }

  /** Both. */
  public static TopicPartition topicPartition(SinkRecord record) {
    return new TopicPartition(topic(record), partition(record));
  }

  /** For people: topic, partition and offset. */
  public static String words(SinkRecord record) {
    return topic(record) + "-" + partition(record) + " at offset " + record.kafkaOffset();
  }
}
