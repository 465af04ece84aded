package io.sluice.connector.table;

import io.sluice.connector.table.record.KafkaPlace;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when Kafka has deleted records before this task came to them: after its retention, or by
 * somebody's hand. Kafka itself says nothing, and hands out what is left.
 *
 * <p>That offsets are left out proves nothing: compaction takes records out, and the ends of
 * transactions, and what was rolled back, have offsets too. So a gap is only the reason to ask
 * where the partition begins. What lies before that is gone; where that is no more than a few
 * offsets nothing is claimed, since a sink that has everything commits before the end of the last
 * transaction. Used by one thread.
 */
final class DeletedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(DeletedRecords.class);

  /** Where a partition goes on without a break, gaps are looked into that are larger than this. */
  private static final long SMALL = 10;

  /** So many offsets before where a partition begins may all be ends of transactions. */
  private static final long ENDS = 3;

  /** Where partitions begin. */
  @FunctionalInterface
  interface Begin {
    OptionalLong of(TopicPartition partition, long position);
  }

  /** What is known of a partition. */
  private static final class Line {
    private long expected;
    private boolean fresh = true;

    Line(long expected) {
      this.expected = expected;
    }
  }

  private final Begin begin;
  private final Map<TopicPartition, Line> lines = new HashMap<>();

  DeletedRecords(Begin begin) {
    this.begin = begin;
  }

  /**
   * A partition is opened.
   *
   * @param stored the next offset, as the target has it; null for a partition that the sink comes
   *     to for the first time, and misses nothing of
   */
  void open(TopicPartition partition, @Nullable Long stored) {
    lines.remove(partition);
    if (stored != null) {
      lines.put(partition, new Line(stored));
    }
  }

  /** Partitions leave. */
  void close(Collection<TopicPartition> partitions) {
    partitions.forEach(lines::remove);
  }

  /** Records have come, those of a partition in their order. */
  void look(Collection<SinkRecord> records) {
    Map<TopicPartition, Long> gaps = new HashMap<>();
    TopicPartition at = null;
    Line line = null;
    for (SinkRecord record : records) {
      if (at == null
          || at.partition() != KafkaPlace.partition(record)
          || !at.topic().equals(KafkaPlace.topic(record))) {
        at = KafkaPlace.topicPartition(record);
        line = lines.computeIfAbsent(at, none -> new Line(record.kafkaOffset()));
      }
      if (line == null) {
        continue;
      }
      long gap = record.kafkaOffset() - line.expected;
      if (gap > (line.fresh ? 0 : SMALL)) {
        gaps.putIfAbsent(at, line.expected);
      }
      line.fresh = false;
      line.expected = Math.max(line.expected, record.kafkaOffset() + 1);
    }
    gaps.forEach(this::tell);
  }

  private void tell(TopicPartition partition, long expected) {
    Line line = lines.get(partition);
    OptionalLong first = line == null ? OptionalLong.empty() : begin.of(partition, line.expected);
    if (first.isPresent() && first.getAsLong() - expected > ENDS) {
      LOG.warn(
          "{}: Kafka has deleted the records from offset {} up to {} before this sink came to them,"
              + " so they are in no table. Give the topic a retention that outlasts every stop"
              + " (retention.ms, retention.bytes); to have the rows again, have the source read its"
              + " tables again",
          partition,
          expected,
          first.getAsLong() - 1);
    }
  }
}
