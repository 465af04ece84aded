package io.sluice.engine.run.flow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * How partitions are numbered and who gets them. Stored with every epoch; changes only at a
 * checkpoint that every sink has reached, because otherwise offsets that sinks remember would mean
 * other records.
 *
 * @param sourceTasks how many tasks the source connector may plan
 * @param partitions how many partitions of each topic belong to one source task
 */
record LaneLayout(int sourceTasks, int partitions) {
  private static final Pattern TEXT = Pattern.compile("source-tasks=(\\d+) partitions=(\\d+)");

  /** The layout that {@link #toString} wrote; empty for any other text. */
  static Optional<LaneLayout> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LaneLayout(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Which of a sink's tasks a partition belongs to. */
  int sinkTask(TopicPartition partition, int sinkTasks) {
    return partition.partition() % partitions % sinkTasks;
  }

  @Override
  public String toString() {
    return "source-tasks=" + sourceTasks + " partitions=" + partitions;
  }
}
