package io.sluice.connector.table.write;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A table of the source, as the source block of an envelope names it.
 *
 * @param schema its schema
 * @param table its name
 */
record SourceTable(String schema, String table) {

  /** The table that a source block names; null if there is none, or it names none. */
  static @Nullable SourceTable of(@Nullable Struct source) {
    if (source == null) {
      return null;
    }
    Field schema = text(source.schema(), "schema");
    Field table = text(source.schema(), "table");
    if (schema == null || table == null) {
      return null;
    }
    return source.get(schema) instanceof String ofSchema && source.get(table) instanceof String name
        ? new SourceTable(ofSchema, name)
        : null;
  }

  static @Nullable Field text(Schema source, String name) {
    Field field = source.field(name);
    return field != null && field.schema().type() == Schema.Type.STRING ? field : null;
  }

  /** In the characters of a topic. */
  String sanitized() {
    return sanitized(toString());
  }

  /** A name in the characters of a topic, which Debezium leaves of others. */
  static String sanitized(String name) {
    return name.replaceAll("[^a-zA-Z0-9._-]", "_");
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
