package io.sluice.engine.transform;

import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What a record passes between the source and the lanes. Used by one thread at a time. */
public interface Transforms {
  /** Whether there is nothing to apply. */
  boolean isEmpty();

  /**
   * What becomes of the record; null when it is dropped.
   *
   * @throws TransformFailure if it cannot be transformed
   */
  @Nullable SourceRecord apply(SourceRecord record) throws InterruptedException;
}
