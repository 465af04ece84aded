package io.sluice.engine.conversion;

import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A record as a sink sees it through its converters, at the place of the one it was made of. */
public final class ConvertedRecord extends SinkRecord {
  private final SinkRecord original;

  ConvertedRecord(SinkRecord original, SchemaAndValue key, SchemaAndValue value, Headers headers) {
    super(
        original.topic(),
        original.kafkaPartition(),
        key.schema(),
        key.value(),
        value.schema(),
        value.value(),
        original.kafkaOffset(),
        original.timestamp(),
        original.timestampType(),
        headers);
    this.original = original;
  }

  /** What came from the source; the record itself where it was not converted. */
  public static SinkRecord original(SinkRecord record) {
    return record instanceof ConvertedRecord converted ? converted.original : record;
  }

  // Two records of one lane and offset are one, however they are seen.
  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
