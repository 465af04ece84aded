package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.position.Position;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Offsets that an operator writes by Connect's REST API (KIP-875): what no task could read is
 * refused then, and not at the next start.
 */
final class StoredOffsets {

  private static final String TASK = "task";

  private StoredOffsets() {}

  /**
   * @param prefix the source's name, which partitions carry
   * @param offsets by source partition; null for one that is to be forgotten
   * @throws ConnectException naming the partition, with what was expected
   */
  static void check(
      String prefix, Map<Map<String, ?>, ? extends @Nullable Map<String, ?>> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          checkPartition(prefix, partition);
          if (offset != null) {
            checkOffset(partition, offset);
          }
        });
  }

  private static void checkPartition(String prefix, Map<String, ?> partition) {
    Object task = partition.get(TASK);
    int number = 0;
    try {
      number = task == null ? 0 : Integer.parseInt(task.toString());
    } catch (NumberFormatException e) {
      number = -1;
    }
    if (number < 0 || !partition.equals(TaskShare.partition(prefix, number))) {
      throw new ConnectException(
          "Partition "
              + partition
              + " is none of this connector's: expected "
              + TaskShare.partition(prefix, 0)
              + ", or one of a further task of a snapshot, "
              + TaskShare.partition(prefix, 1));
    }
  }

  private static void checkOffset(Map<String, ?> partition, Map<String, ?> offset) {
    if (!offset.containsKey("lsn") && !offset.containsKey(Position.SHARE)) {
      throw new ConnectException(
          "The offset of partition "
              + partition
              + " has no 'lsn', a number: take one that a task has stored. To begin anew, reset the"
              + " offsets");
    }
    try {
      Position.of(offset);
    } catch (ConnectException e) {
      throw new ConnectException("Of partition " + partition + ": " + e.getMessage(), e);
    }
  }
}
