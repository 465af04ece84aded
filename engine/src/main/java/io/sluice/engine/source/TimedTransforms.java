package io.sluice.engine.source;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.figures.StageMeter;
import io.sluice.engine.tap.Trail;
import io.sluice.engine.trace.BatchTrace.TransformTime;
import io.sluice.engine.transform.Transforms;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Transforms whose time is measured: of one record in so many, which stands for the others, since a
 * look at the clock costs as much as a small transform.
 */
final class TimedTransforms implements Transforms {
  /** A power of two. */
  private static final int ONE_IN = 32;

  private final Transforms transforms;
  private final StageMeter meter;
  private final Ticker ticker;
  private long seen;
  private long applied;
  private long measured;
  private long nanos;

  TimedTransforms(Transforms transforms, StageMeter meter, Ticker ticker) {
    this.transforms = transforms;
    this.meter = meter;
    this.ticker = ticker;
  }

  @Override
  public boolean isEmpty() {
    return transforms.isEmpty();
  }

  @Override
  public @Nullable SourceRecord apply(SourceRecord record, @Nullable Trail trail)
      throws InterruptedException {
    applied++;
    // The first of a batch, so that each has one.
    if (measured > 0 && (seen++ & (ONE_IN - 1)) != 0) {
      return transforms.apply(record, trail);
    }
    long since = ticker.nanos();
    try {
      return transforms.apply(record, trail);
    } finally {
      measured++;
      nanos += ticker.nanos() - since;
    }
  }

  @Override
  public void measure(Ticker by) {
    transforms.measure(by);
  }

  @Override
  public List<TransformTime> measured() {
    return transforms.measured();
  }

  @Override
  public void cut() {
    transforms.cut();
  }

  /** What one poll brought is through. */
  void batchIsThrough() {
    if (applied > 0) {
      meter.add(applied, (long) ((double) nanos / measured * applied));
      applied = 0;
      measured = 0;
      nanos = 0;
    }
  }
}
