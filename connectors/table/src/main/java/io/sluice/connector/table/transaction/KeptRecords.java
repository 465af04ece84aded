package io.sluice.connector.table.transaction;

import io.sluice.connector.table.record.KafkaPlace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The records since the last commit, kept as long as they are few: when a deadlock or a lost
 * connection undoes the transaction, it is made again from them, and nobody needs a restart.
 * Invariant 6: bounded in number and bytes. Used by one thread.
 */
final class KeptRecords {

  /** A record is another object when an engine reads it again. */
  private record Place(TopicPartition partition, long offset) {}

  private final int most;
  private final long maxBytes;
  private final RecordBytes weights = new RecordBytes();
  private final List<SinkRecord> records = new ArrayList<>();
  private final Set<Place> reported = new HashSet<>();
  private long bytes;
  private boolean complete = true;
  private boolean repeating;

  /**
   * Nothing is kept yet.
   *
   * @param most records that are kept
   * @param maxBytes of the records that are kept, estimated
   */
  KeptRecords(int most, long maxBytes) {
    this.most = most;
    this.maxBytes = maxBytes;
  }

  /** A record has come. */
  void add(SinkRecord record) {
    if (complete) {
      records.add(record);
      bytes += weights.of(record);
      if (records.size() > most || bytes > maxBytes) {
        complete = false;
        records.clear();
        bytes = 0;
        reported.clear();
      }
    }
  }

  /** Whether all records since the last commit are here. */
  boolean complete() {
    return complete;
  }

  int size() {
    return records.size();
  }

  /** Whether one of these partitions has records here. */
  boolean hasOf(Collection<TopicPartition> partitions) {
    return records.stream()
        .anyMatch(record -> partitions.contains(KafkaPlace.topicPartition(record)));
  }

  /**
   * The transaction was undone: the next call begins with making it again.
   *
   * @param first how many of the records; those behind them will be handed over once more
   */
  void repeat(int first) {
    List<SinkRecord> comeAgain = records.subList(Math.min(first, records.size()), records.size());
    comeAgain.forEach(record -> bytes -= weights.of(record));
    comeAgain.clear();
    complete = true;
    repeating = !records.isEmpty();
  }

  /** What has to be made again before anything else; empty mostly. Told once. */
  List<SinkRecord> toRepeat() {
    if (!repeating) {
      return List.of();
    }
    repeating = false;
    return List.copyOf(records);
  }

  /** Forgets records; those that stay are made again as before. */
  void removeIf(Predicate<SinkRecord> gone) {
    records.removeIf(
        record -> {
          boolean goes = gone.test(record);
          bytes -= goes ? weights.of(record) : 0;
          return goes;
        });
    repeating &= !records.isEmpty();
  }

  /** Forgets the records of partitions that leave. */
  void forget(Collection<TopicPartition> partitions) {
    removeIf(record -> partitions.contains(KafkaPlace.topicPartition(record)));
    reported.removeIf(place -> partitions.contains(place.partition()));
  }

  /** Whether the record is reported for the first time since the last commit. */
  boolean isNews(SinkRecord record) {
    return !complete
        || reported.add(new Place(KafkaPlace.topicPartition(record), record.kafkaOffset()));
  }

  /** All that came is committed, but for what is held back. */
  void committed(List<SinkRecord> heldBack) {
    records.clear();
    reported.clear();
    bytes = 0;
    complete = true;
    repeating = false;
    heldBack.forEach(this::add);
  }
}
