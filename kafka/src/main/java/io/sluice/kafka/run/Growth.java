package io.sluice.kafka.run;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How many records lie between where partitions were at first and where they are now. */
final class Growth {
  /**
   * A longer stretch is counted by its offsets: the end of each transaction takes one, which is
   * little beside so many records, and to read them all again would cost as much as to deliver
   * them.
   */
  static final long READ = 1_000;

  private final FewOffsets few;
  private final Map<TopicPartition, Long> at;
  private long records;

  Growth(FewOffsets few, Map<TopicPartition, Long> origin) {
    this.few = few;
    at = new HashMap<>(origin);
  }

  /**
   * The records up to here; fewer than before where somebody has gone back.
   *
   * @param now by partition, the offset behind the last record
   * @param begins by partition, the first offset that there is; a partition that was not there at
   *     first is counted from it, and not at all where it has none
   */
  long upTo(Map<TopicPartition, Long> now, Map<TopicPartition, Long> begins) {
    now.forEach(
        (partition, to) -> {
          long begin = begins.getOrDefault(partition, to);
          Long before = at.put(partition, to);
          records += between(partition, before == null ? begin : before, to, begin);
        });
    return records;
  }

  /** What was deleted before anybody looked is counted by offsets. */
  private long between(TopicPartition partition, long from, long to, long begin) {
    long there = Math.max(from, Math.min(begin, to));
    long left = to - there;
    long records = left <= 0 || left > READ ? left : few.records(partition, there, to);
    return there - from + records;
  }
}
