package io.sluice.connector.postgres;

import io.sluice.connector.postgres.config.TaskShare;
import io.sluice.connector.postgres.position.Position;
import io.sluice.connector.postgres.position.SnapshotLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of a connector have made durable of a snapshot. Each has a source partition of its
 * own, so that none waits for another; who needs the whole looks into all of them.
 */
final class TaskLedgers {

  /** More tasks than anybody has had. */
  private static final int MOST_TASKS = 256;

  private final OffsetStorageReader offsets;
  private final String prefix;

  TaskLedgers(OffsetStorageReader offsets, String prefix) {
    this.offsets = offsets;
    this.prefix = prefix;
  }

  /** The position that the task which streams has made durable, null for none. */
  @Nullable Position stored() {
    return position(offsets.offset(TaskShare.partition(prefix, 0)));
  }

  /**
   * What is finished of the snapshot that the position lies in, or, without a position, of that
   * which any task began.
   */
  SnapshotLedger unfinished(@Nullable Position position) {
    SnapshotLedger all = position == null ? SnapshotLedger.EMPTY : position.ledger();
    for (Map<String, Object> offset : others(MOST_TASKS)) {
      SnapshotLedger ledger = Position.of(offset).ledger();
      if (position == null && all.isEmpty()) {
        all = ledger;
      } else if (all.isOfSameSnapshot(ledger)) {
        all = all.and(ledger);
      }
    }
    return all;
  }

  /**
   * What is finished, for a task that has a share.
   *
   * @param handedOut the position behind what it handed out or made durable, null for none
   */
  SnapshotLedger own(TaskShare share, @Nullable Position handedOut) {
    SnapshotLedger given = SnapshotLedger.parse(share.ledger());
    return handedOut != null && given.isOfSameSnapshot(handedOut.ledger())
        ? given.and(handedOut.ledger())
        : given;
  }

  /**
   * Whether the tables were shared out for that position. A share outlives in a task's settings
   * what it was made for: when changes are lost all tables are read again, by one task.
   *
   * @param position the position to go on behind, null for none
   */
  static boolean isFor(TaskShare share, @Nullable Position position) {
    if (position == null || !position.snapshotting()) {
      return true;
    }
    return position.ledger().isEmpty()
        ? position.lineage().micros() == share.planned()
        : position.ledger().isOfSameSnapshot(SnapshotLedger.parse(share.ledger()));
  }

  /** Whether a task has made its share durable. */
  boolean isDone(TaskShare share) {
    Map<String, Object> offset = offsets.offset(TaskShare.partition(prefix, share.task()));
    return offset != null && isShareOf(share, offset);
  }

  /** The ledgers of all, once each of the other tasks has made its share durable; null before. */
  @Nullable SnapshotLedger complete(TaskShare share, SnapshotLedger own) {
    List<Map<String, Object>> others = others(share.tasks());
    long done = others.stream().filter(offset -> isShareOf(share, offset)).count();
    if (done < share.tasks() - 1) {
      return null;
    }
    SnapshotLedger all = own;
    for (Map<String, Object> offset : others) {
      all = all.and(Position.of(offset).ledger());
    }
    return all.withWholeParts();
  }

  /**
   * Whether everything is durable that a snapshot was taken for, so that nobody needs it any more.
   *
   * @param tables numbers of the tables that were to be read
   * @param snapshot the ledger that it began with
   * @param before the position that was durable when it was taken, null for none
   */
  boolean haveRead(Set<Integer> tables, SnapshotLedger snapshot, @Nullable Position before) {
    Position streaming = stored();
    if (streaming != null
        && !streaming.snapshotting()
        // One of the run before is not behind this snapshot.
        && (before == null || !streaming.lineage().equals(before.lineage()))) {
      return true; // The task that streams waits for the others before it does.
    }
    SnapshotLedger all = snapshot;
    if (streaming != null && snapshot.isOfSameSnapshot(streaming.ledger())) {
      all = all.and(streaming.ledger());
    }
    for (Map<String, Object> offset : others(MOST_TASKS)) {
      SnapshotLedger ledger = Position.of(offset).ledger();
      if (snapshot.isOfSameSnapshot(ledger)) {
        all = all.and(ledger);
      }
    }
    return all.withWholeParts().tables().containsAll(tables);
  }

  /** Whether a task made this durable of the cutting that a share is of. */
  private static boolean isShareOf(TaskShare share, Map<String, Object> offset) {
    return share.plan().equals(offset.get(Position.SHARE))
        && SnapshotLedger.parse(share.ledger()).isOfSameSnapshot(Position.of(offset).ledger());
  }

  private List<Map<String, Object>> others(int tasks) {
    List<Map<String, String>> partitions = new ArrayList<>();
    for (int task = 1; task < tasks; task++) {
      partitions.add(TaskShare.partition(prefix, task));
    }
    List<Map<String, Object>> found = new ArrayList<>();
    Map<Map<String, String>, Map<String, Object>> all = offsets.offsets(partitions);
    for (Map<String, String> partition : partitions) {
      Map<String, Object> offset = all.get(partition);
      if (offset != null && !offset.isEmpty()) {
        found.add(offset);
      }
    }
    return found;
  }

  private static @Nullable Position position(@Nullable Map<String, Object> offset) {
    return offset == null || offset.isEmpty() ? null : Position.of(offset);
  }
}
