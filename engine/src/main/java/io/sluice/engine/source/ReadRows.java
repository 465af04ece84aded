package io.sluice.engine.source;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells rows that a snapshot read from changes, by the {@code op} of Debezium's envelope: the
 * offset does not, where a snapshot is read beside the stream. Asked for each record, so what was
 * found of the last schema is kept. Not thread-safe.
 */
final class ReadRows {
  private static final String ENVELOPE = ".Envelope";
  private static final String OPERATION = "op";
  private static final String READ = "r";

  private @Nullable Schema last;
  private @Nullable Field operation;

  /** Whether it is a row as it was found, not a change. */
  boolean has(SourceRecord record) {
    if (!(record.value() instanceof Struct value)) {
      return false;
    }
    Schema schema = value.schema();
    if (schema != last) {
      last = schema;
      operation =
          schema.name() != null && schema.name().endsWith(ENVELOPE)
              ? schema.field(OPERATION)
              : null;
    }
    Field field = operation;
    return field != null && READ.equals(value.get(field));
  }
}
