package io.sluice.connector.table.record;

import io.sluice.connector.table.config.ModeSettings;
import io.sluice.connector.table.config.TableSinkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which columns identify a row and where their values come from, for one pair of key and value
 * schema.
 *
 * @param names the columns, in the key's order
 * @param fields the record's fields that they come from
 * @param schemas their schemas
 * @param inKey whether the values come from the record's key, else from the row
 */
public record KeyColumns(
    List<String> names, List<String> fields, List<Schema> schemas, boolean inKey) {

  /** Of rows that nothing identifies. */
  public static final KeyColumns NONE = new KeyColumns(List.of(), List.of(), List.of(), false);

  /** The same key, its columns called by their fields as the function says. */
  public KeyColumns named(UnaryOperator<String> columnOfField) {
    return new KeyColumns(fields.stream().map(columnOfField).toList(), fields, schemas, inKey);
  }

  /**
   * Finds the key of a change.
   *
   * @throws DataException if the change has no key where the configuration says that it has one
   */
  public static KeyColumns of(TableSinkConfig config, Change change) {
    return switch (config.keyMode()) {
      case NONE -> NONE;
      case RECORD_KEY -> ofRecordKey(config, change.record());
      case RECORD_VALUE -> ofRow(config.keyFields(), change);
    };
  }

  private static KeyColumns ofRecordKey(TableSinkConfig config, SinkRecord record) {
    Schema schema = record.keySchema();
    if (record.key() == null || schema == null) {
      if (config.modes().mode() == ModeSettings.Mode.APPEND) {
        return NONE;
      }
      throw new DataException(
          "mode "
              + config.modes().mode().name().toLowerCase(Locale.ROOT)
              + " needs a record key with a schema but the record has "
              + (record.key() == null ? "no key" : "a key without a schema")
              + ". Give the source table a primary key, or set "
              + TableSinkConfig.KEY_MODE
              + "=record_value and "
              + TableSinkConfig.KEY_FIELDS
              + ", or mode append.");
    }
    List<String> wanted = config.keyFields();
    if (schema.type() != Schema.Type.STRUCT) {
      if (wanted.size() != 1) {
        throw new DataException(
            "the record key is a single "
                + schema.type()
                + ": name its column in "
                + TableSinkConfig.KEY_FIELDS);
      }
      return new KeyColumns(wanted, wanted, List.of(schema), true);
    }
    List<String> names =
        wanted.isEmpty() ? schema.fields().stream().map(Field::name).toList() : wanted;
    return new KeyColumns(names, names, schemasOf(names, schema, "the record's key"), true);
  }

  private static KeyColumns ofRow(List<String> fields, Change change) {
    Struct row = change.row() == null ? change.old() : change.row();
    if (row == null) {
      throw new DataException(
          "a delete without the old row cannot be applied with "
              + TableSinkConfig.KEY_MODE
              + "=record_value. Use record_key, or have the source send the old row.");
    }
    return new KeyColumns(fields, fields, schemasOf(fields, row.schema(), "the row"), false);
  }

  private static List<Schema> schemasOf(List<String> names, Schema struct, String where) {
    List<Schema> schemas = new ArrayList<>(names.size());
    for (String name : names) {
      Field field = struct.field(name);
      if (field == null) {
        throw new DataException("key column '" + name + "' is not a field of " + where);
      }
      schemas.add(field.schema());
    }
    return schemas;
  }

  /** The value of one key column, as Connect has it. */
  @Nullable Object value(int index, Change change) {
    if (inKey) {
      Object key = change.record().key();
      return key instanceof Struct struct ? struct.get(fields.get(index)) : key;
    }
    Struct row = change.row() == null ? change.old() : change.row();
    return row == null ? null : row.get(fields.get(index));
  }
}
