package io.sluice.engine.transform;

import io.sluice.engine.fault.Ticker;
import io.sluice.engine.tap.Trail;
import io.sluice.engine.trace.BatchTrace.TransformTime;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What a record passes between the source and the lanes. Used by one thread at a time. */
public interface Transforms {
  /** Whether there is nothing to apply. */
  boolean isEmpty();

  /**
   * What becomes of the record; null when it is dropped.
   *
   * @param trail told of each step; null if nobody looks
   * @throws TransformFailure if it cannot be transformed, or is refused
   */
  @Nullable SourceRecord apply(SourceRecord record, @Nullable Trail trail)
      throws InterruptedException;

  /**
   * From here on the time in each transform is measured, of every record, until {@link #measured}.
   */
  default void measure(Ticker ticker) {}

  /** What was measured; nothing is from here on. */
  default List<TransformTime> measured() {
    return List.of();
  }

  /** A checkpoint is cut behind what was applied so far. Nothing is being applied meanwhile. */
  default void cut() {}
}
