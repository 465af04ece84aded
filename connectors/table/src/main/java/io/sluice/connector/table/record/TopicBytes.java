package io.sluice.connector.table.record;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * About how many bytes of the heap a record keeps that cannot be seen in it. Kafka Connect's worker
 * hands over records that hold on to what they were in their topic, for a dead letter; as JSON with
 * its schema that is many times the row. Invariant 6: whoever keeps the record keeps that as well.
 * Remembers the last schemas, which neighbours mostly share. Used by one thread.
 */
public final class TopicBytes {
  /** The class of such records; a plugin cannot see it. Records of other engines hold nothing. */
  private static final String HOLDS_ITS_BYTES =
      "org.apache.kafka.connect.runtime.InternalSinkRecord";

  /** The worker's objects for a record: the consumer's, the record's, their headers, a context. */
  private static final int OBJECTS = 500;

  /** Type, whether it may be null, braces and quotes of a schema in JSON. */
  private static final int SCHEMA_TEXT = 40;

  /** Where a field's name stands in JSON: the quotes, a colon, a comma. */
  private static final int NAME_TEXT = 12;

  private @Nullable Schema keySchema;
  private @Nullable Schema valueSchema;
  private long keyText;
  private long valueText;

  /**
   * An estimate, as if the topic had JSON with schemas; other forms are smaller.
   *
   * @param values bytes of the record's values, estimated
   * @return 0 where the engine keeps nothing with the record
   */
  public long of(SinkRecord record, long values) {
    if (!record.getClass().getName().equals(HOLDS_ITS_BYTES)) {
      return 0;
    }
    if (record.keySchema() != keySchema) {
      keySchema = record.keySchema();
      keyText = text(keySchema);
    }
    if (record.valueSchema() != valueSchema) {
      valueSchema = record.valueSchema();
      valueText = text(valueSchema);
    }
    return OBJECTS + keyText + valueText + values;
  }

  /** Characters of a schema, and of the names that its values have beside them. */
  private static long text(@Nullable Schema schema) {
    if (schema == null) {
      return 0;
    }
    long sum = SCHEMA_TEXT + length(schema.name()) + length(schema.doc());
    Map<String, String> parameters = schema.parameters();
    if (parameters != null) {
      for (Map.Entry<String, String> parameter : parameters.entrySet()) {
        sum += NAME_TEXT + parameter.getKey().length() + parameter.getValue().length();
      }
    }
    return switch (schema.type()) {
      case STRUCT -> sum + fields(schema);
      case ARRAY -> sum + text(schema.valueSchema());
      case MAP -> sum + text(schema.keySchema()) + text(schema.valueSchema());
      default -> sum;
    };
  }

  private static long fields(Schema struct) {
    long sum = 0;
    for (Field field : struct.fields()) {
      // The name stands in the schema and beside the value.
      sum += 2L * (NAME_TEXT + field.name().length()) + text(field.schema());
    }
    return sum;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : NAME_TEXT + text.length();
  }
}
