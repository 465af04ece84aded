package io.sluice.engine.lane;

import io.sluice.engine.trace.BatchTrace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** What travels down a lane, in order. */
public sealed interface LaneItem {

  /**
   * Records handed over together. The receiver owns the list from then on.
   *
   * @param spans which stretch of offsets of each partition this is; covers all records
   * @param bytes estimated size of the records' values
   * @param followed those batches of the source's that they are of and somebody follows
   */
  record Batch(List<SinkRecord> records, List<Span> spans, long bytes, List<BatchTrace> followed)
      implements LaneItem {
    /** A batch that nobody follows. */
    public Batch(List<SinkRecord> records, List<Span> spans, long bytes) {
      this(records, spans, bytes, List.of());
    }
  }

  /**
   * A stretch of one partition.
   *
   * @param from offset of the first record
   * @param end offset after the last record
   */
  record Span(TopicPartition partition, long from, long end) {}

  /**
   * Marks the end of an epoch: everything before it in this lane belongs to it or to an earlier
   * one.
   */
  record Barrier(long epoch) implements LaneItem {}

  /**
   * Asks the sink task to open partitions of a topic that has not been seen yet.
   *
   * @param named completed with the next offsets that the sink asked for; empty for a sink that
   *     keeps none
   */
  record Opening(
      List<TopicPartition> partitions, CompletableFuture<Map<TopicPartition, Long>> named)
      implements LaneItem {}
}
