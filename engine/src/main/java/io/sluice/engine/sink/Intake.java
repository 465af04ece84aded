package io.sluice.engine.sink;

import io.sluice.engine.lane.Lane;
import io.sluice.engine.lane.LaneItem;
import io.sluice.engine.lane.LaneItem.Batch;
import io.sluice.engine.lane.LaneItem.Span;
import io.sluice.engine.trace.BatchTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one sink task, read one after the other. One that has reached a barrier is left
 * alone until every lane has. Read by the thread of the task.
 */
final class Intake {
  /** Batches that are smaller are put together with those that wait behind them. */
  private static final int SMALL = 512;

  private final List<Lane> lanes;
  private final DirectSinkTaskContext context;
  private final boolean[] atBarrier;
  private int waiting;

  /**
   * @param lanes one from each source task
   * @param context knows which partitions the task has paused
   */
  Intake(List<Lane> lanes, DirectSinkTaskContext context) {
    this.lanes = lanes;
    this.context = context;
    this.atBarrier = new boolean[lanes.size()];
  }

  int lanes() {
    return lanes.size();
  }

  /** The next item of a lane; null if there is none or it is not to be had now. */
  @Nullable LaneItem next(int lane) {
    if (atBarrier[lane]) {
      return null;
    }
    LaneItem item = lanes.get(lane).take(context::isPaused);
    if (item instanceof Batch batch && batch.records().size() < SMALL && !context.hasPauses()) {
      return withThoseBehind(batch, lanes.get(lane));
    }
    return item;
  }

  private static Batch withThoseBehind(Batch first, Lane lane) {
    Batch batch = first;
    while (batch.records().size() < SMALL && lane.peek() instanceof Batch) {
      if (!(lane.take() instanceof Batch more)) {
        return batch; // Only when the lane was closed in between.
      }
      List<Span> spans = new ArrayList<>(batch.spans());
      spans.addAll(more.spans());
      batch.records().addAll(more.records());
      batch =
          new Batch(batch.records(), spans, batch.bytes() + more.bytes(), followed(batch, more));
    }
    return batch;
  }

  private static List<BatchTrace> followed(Batch one, Batch other) {
    if (other.followed().isEmpty() || other.followed().equals(one.followed())) {
      return one.followed();
    }
    Set<BatchTrace> both = new LinkedHashSet<>(one.followed());
    both.addAll(other.followed());
    return List.copyOf(both);
  }

  /** A lane has reached the barrier; returns whether it is the last one. */
  boolean reached(int lane) {
    atBarrier[lane] = true;
    return ++waiting == lanes.size();
  }

  /** The lanes go on behind the barrier that all have reached. */
  void pass() {
    Arrays.fill(atBarrier, false);
    waiting = 0;
  }

  /** The offset behind the last record of each partition that was passed by and is still there. */
  static Map<TopicPartition, Long> passedBy(List<Lane> lanes) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    lanes.forEach(lane -> ends.putAll(lane.passedBy()));
    return ends;
  }
}
