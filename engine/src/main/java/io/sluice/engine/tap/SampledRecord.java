package io.sluice.engine.tap;

import io.sluice.engine.lane.TracedRecord;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** A record that somebody follows into the sinks. */
public final class SampledRecord extends TracedRecord {
  private final Trail trail;

  public SampledRecord(
      ConnectRecord<?> record,
      Origin origin,
      int partition,
      long offset,
      Long timestamp,
      Trail trail) {
    super(record, origin, partition, offset, timestamp);
    this.trail = trail;
  }

  /** What is seen of it. */
  public Trail trail() {
    return trail;
  }

  // Two records of one lane and offset are one, whoever follows them.
  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
