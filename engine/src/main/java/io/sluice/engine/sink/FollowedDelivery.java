package io.sluice.engine.sink;

import io.sluice.engine.lane.LaneItem.Batch;
import io.sluice.engine.trace.FlowTrace;
import io.sluice.engine.trace.FlowTrace.SinkPlace;
import io.sluice.engine.trace.TraceStep;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tells who follows a batch when it is put and committed. Used by the worker's thread only. */
final class FollowedDelivery {
  private final Delivery delivery;
  private final @Nullable FlowTrace trace;
  private final SinkPlace place;

  /**
   * @param trace null if nobody follows anything
   */
  FollowedDelivery(Delivery delivery, @Nullable FlowTrace trace, SinkPlace place) {
    this.delivery = delivery;
    this.trace = trace;
    this.place = place;
  }

  /** As {@link Delivery#put}. */
  void put(Batch batch) throws InterruptedException {
    FlowTrace following = trace;
    if (following == null || batch.followed().isEmpty()) {
      delivery.put(batch);
      return;
    }
    // Before the call: the list is the sink's from then on.
    int records = batch.records().size();
    TraceStep step = following.puts(place, batch.followed(), records, batch.bytes());
    try {
      delivery.put(batch);
    } catch (Throwable failed) {
      step.failed(failed);
      throw failed;
    }
    step.ended();
  }

  /** As {@link Delivery#commit}. */
  long commit(long epoch, Map<TopicPartition, Long> passedBy) throws InterruptedException {
    TraceStep step = trace == null ? null : trace.commits(place, epoch);
    if (step == null) {
      return delivery.commit(epoch, passedBy);
    }
    long durable;
    try {
      durable = delivery.commit(epoch, passedBy);
    } catch (Throwable failed) {
      step.failed(failed);
      throw failed;
    }
    step.ended();
    return durable;
  }
}
