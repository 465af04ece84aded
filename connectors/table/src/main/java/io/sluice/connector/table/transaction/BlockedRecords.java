package io.sluice.connector.table.transaction;

import io.sluice.connector.table.record.KafkaPlace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that came while the database could take none, in their order. Invariant 6: the task
 * pauses its partitions meanwhile, so that no more come than the engine had on their way. Used by
 * one thread.
 */
final class BlockedRecords {
  private final Deque<SinkRecord> records = new ArrayDeque<>();
  private final Map<TopicPartition, Long> last = new HashMap<>();

  /** A record has come behind those that are here. */
  void add(SinkRecord record) {
    records.add(record);
    last.put(KafkaPlace.topicPartition(record), record.kafkaOffset());
  }

  /** Whether the record is here already: an engine may read it again. */
  boolean has(SinkRecord record) {
    if (records.isEmpty()) {
      return false;
    }
    Long offset = last.get(KafkaPlace.topicPartition(record));
    return offset != null && record.kafkaOffset() <= offset;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** The one that goes on next; null if none is here. */
  @Nullable SinkRecord first() {
    return records.peek();
  }

  /** The first one has gone on. */
  void removeFirst() {
    records.remove();
    if (records.isEmpty()) {
      last.clear();
    }
  }

  /** All of them. */
  List<SinkRecord> all() {
    return new ArrayList<>(records);
  }

  /** Forgets them: they will come again. */
  void clear() {
    records.clear();
    last.clear();
  }
}
