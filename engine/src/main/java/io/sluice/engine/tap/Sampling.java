package io.sluice.engine.tap;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What is picked out of one batch. Used by the thread of the source task. */
public final class Sampling {
  /** So that a second's picks are not all out of its first batch. */
  private static final int MOST_OF_A_BATCH = 10;

  private final Tap tap;
  private final List<Watch> watches;
  private final int task;
  private final Masking masking;
  private final int[] room;
  private final int[] stride;

  Sampling(Tap tap, List<Watch> watches, int task, int records, Masking masking) {
    this.tap = tap;
    this.watches = watches;
    this.task = task;
    this.masking = masking;
    this.room = new int[watches.size()];
    this.stride = new int[watches.size()];
    for (int i = 0; i < room.length; i++) {
      boolean all = watches.get(i).followsKey();
      room[i] = all ? watches.get(i).room() : Math.min(MOST_OF_A_BATCH, watches.get(i).room());
      stride[i] = all ? 1 : Math.max(1, records / Math.max(1, room[i]));
    }
  }

  /**
   * The record's trail if somebody is to see it; else null.
   *
   * @param index of the record in the batch
   */
  public @Nullable Trail pick(int index, SourceRecord record) {
    try {
      List<Watch> wanting = null;
      Node key = null;
      for (int i = 0; i < room.length; i++) {
        if (room[i] <= 0 || index % stride[i] != 0) {
          continue;
        }
        Watch watch = watches.get(i);
        if (watch.followsKey()) {
          if (!watch.mayFollow(record.key())) {
            continue;
          }
          key = key == null ? keyOf(record) : key;
          if (!watch.follows(key)) {
            continue;
          }
        }
        room[i]--;
        watch.picked();
        wanting = wanting == null ? new ArrayList<>() : wanting;
        wanting.add(watch);
      }
      return wanting == null ? null : new Trail(tap, wanting, task, masking, record);
    } catch (RuntimeException | StackOverflowError | LinkageError failed) {
      tap.failed(failed);
      return null;
    }
  }

  private Node keyOf(SourceRecord record) {
    return new NodeCopy(tap.bounds().recordBytes(), tap.redact())
        .of(record.keySchema(), record.key());
  }
}
