package io.sluice.connector.table.transaction;

import io.sluice.connector.table.record.KafkaPlace;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition came: in the target, and with the open transaction. Every offset here is
 * that of the next record. Used by one thread.
 */
final class Positions {
  private final Map<TopicPartition, Long> stored = new HashMap<>();
  private final Map<TopicPartition, Long> reached = new HashMap<>();

  /** The partition of the last record; {@link #reached} learns of it when another one's comes. */
  private @Nullable TopicPartition at;

  private long nextHere;

  /** A partition is opened at what the target has stored of it. */
  void open(TopicPartition partition, @Nullable Long offset) {
    if (offset == null) {
      forget(partition);
    } else {
      stored.put(partition, offset);
      reached.put(partition, offset);
    }
  }

  /** A partition leaves. */
  void forget(TopicPartition partition) {
    stored.remove(partition);
    reached.remove(partition);
  }

  /** Whether the record is in the target already, or in the open transaction. */
  boolean has(SinkRecord record) {
    turnTo(record);
    return record.kafkaOffset() < nextHere;
  }

  /** The record is in the open transaction. */
  void took(SinkRecord record) {
    turnTo(record);
    nextHere = record.kafkaOffset() + 1;
  }

  /** Makes the record's partition the one that is at hand; neighbours mostly share it. */
  private void turnTo(SinkRecord record) {
    TopicPartition last = at;
    if (last == null
        || last.partition() != KafkaPlace.partition(record)
        || !last.topic().equals(KafkaPlace.topic(record))) {
      note();
      TopicPartition turned = KafkaPlace.topicPartition(record);
      nextHere = reached.getOrDefault(turned, -1L);
      at = turned;
    }
  }

  /** To be called before anything is asked but {@link #has}. */
  void note() {
    if (at != null && nextHere >= 0) {
      reached.put(at, nextHere);
    }
    at = null;
  }

  /** What is committed, as a view. */
  Map<TopicPartition, Long> stored() {
    return Collections.unmodifiableMap(stored);
  }

  /** What the open transaction would commit, as a view. */
  Map<TopicPartition, Long> reached() {
    return Collections.unmodifiableMap(reached);
  }

  /** Whether the open transaction has records of this partition. */
  boolean isOpen(TopicPartition partition) {
    return !Objects.equals(stored.get(partition), reached.get(partition));
  }

  /** Whether the open transaction has records. */
  boolean isOpen() {
    return !reached.equals(stored);
  }

  /** What was reached is committed. */
  void committed() {
    stored.putAll(reached);
  }

  /** The open transaction is undone. */
  void undone() {
    at = null;
    reached.clear();
    reached.putAll(stored);
  }

  /** What is committed of these partitions, as Connect wants to hear it. */
  Map<TopicPartition, OffsetAndMetadata> durable(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> durable = new HashMap<>();
    stored.forEach(
        (partition, offset) -> {
          if (partitions.contains(partition)) {
            durable.put(partition, new OffsetAndMetadata(offset));
          }
        });
    return durable;
  }
}
