package io.sluice.engine.sink;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** When a record was made at its source. */
final class SourceTime {
  private SourceTime() {}

  /**
   * Milliseconds since 1970: {@code source.ts_ms} of a Debezium envelope, else the record's
   * timestamp.
   *
   * @param otherwise for a record that tells neither
   */
  static long millis(SinkRecord record, long otherwise) {
    if (record.value() instanceof Struct value) {
      Field source = value.schema().field("source");
      if (source != null
          && source.schema().type() == Schema.Type.STRUCT
          && source.schema().field("ts_ms") != null
          && value.get(source) instanceof Struct block
          && block.get("ts_ms") instanceof Long at
          && at > 0) {
        return at;
      }
    }
    Long timestamp = record.timestamp();
    return timestamp == null ? otherwise : timestamp;
  }
}
