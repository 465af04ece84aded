package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.value.Decoder;
import io.sluice.connector.postgres.value.TypeMapping;
import io.sluice.connector.postgres.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table, in one form of it, become keys and values: schemas, decoders and
 * placeholders, worked out once. Immutable and shared by threads.
 */
public final class TableFormat {

  private final Table table;
  private final String topic;
  private final @Nullable Schema keySchema;
  private final Schema valueSchema;
  private final Schema envelopeSchema;
  private final Decoder[] decoders;
  private final @Nullable Object[] absent;
  private final @Nullable Object[] unavailable;
  private final int[] keyColumns;

  /**
   * @throws ConnectException naming the columns whose types cannot be captured
   */
  TableFormat(String prefix, Table table, TypeMapping mapping) {
    this.table = table;
    this.topic = prefix + "." + table.id();
    int count = table.columns().size();
    this.decoders = new Decoder[count];
    this.absent = new Object[count];
    this.unavailable = new Object[count];
    SchemaBuilder value = SchemaBuilder.struct().name(topic + ".Value").optional();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Column column = table.columns().get(i);
      ValueType type = mapping.of(column.type(), column.typmod(), column.optional()).orElse(null);
      if (type == null) {
        refused.add(table.id() + "." + column.name() + " (" + column.type().name() + ")");
        continue;
      }
      Schema schema = schema(column, type);
      value.field(column.name(), schema);
      decoders[i] = type.decoder();
      unavailable[i] = type.unavailable();
      absent[i] =
          column.optional()
              ? null
              : schema.defaultValue() != null ? schema.defaultValue() : type.absent();
    }
    if (!refused.isEmpty()) {
      throw new ConnectException(
          "Columns have types that this connector cannot capture yet: "
              + String.join(", ", refused)
              + ". Leave them out by column.exclude.list");
    }
    this.valueSchema = value.build();
    this.keyColumns = table.key().stream().mapToInt(this::indexOf).filter(i -> i >= 0).toArray();
    this.keySchema = keyOf(topic, valueSchema, keyColumns);
    this.envelopeSchema =
        SchemaBuilder.struct()
            .name(topic + ".Envelope")
            .version(2)
            .field("before", valueSchema)
            .field("after", valueSchema)
            .field("source", SourceBlock.SCHEMA)
            .field("transaction", TransactionMetadata.BLOCK)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
            .field("ts_ns", Schema.OPTIONAL_INT64_SCHEMA)
            .build();
  }

  public Table table() {
    return table;
  }

  public String topic() {
    return topic;
  }

  /** Null for a table without key. */
  public @Nullable Schema keySchema() {
    return keySchema;
  }

  public Schema envelopeSchema() {
    return envelopeSchema;
  }

  public int columns() {
    return decoders.length;
  }

  /**
   * The value of a column out of the server's binary form.
   *
   * @throws DataException naming the column when its type in Connect cannot hold the value
   */
  public Object decode(int column, byte[] bytes, int offset, int length) {
    try {
      return decoders[column].decode(bytes, offset, length);
    } catch (DataException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new DataException(
          table.id()
              + "."
              + table.columns().get(column).name()
              + ": cannot convert a value of type "
              + table.columns().get(column).type().name()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /**
   * What stands for a value that the server did not send: null, or something neutral where NULL is
   * not allowed.
   */
  public @Nullable Object absent(int column) {
    return absent[column];
  }

  /**
   * What stands for a TOASTed value that an update did not touch.
   *
   * @throws ConnectException when the column's type has nothing that could
   */
  public Object unavailable(int column) {
    Object value = unavailable[column];
    if (value == null) {
      throw new ConnectException(
          table.id()
              + "."
              + table.columns().get(column).name()
              + ": the server did not send a large value that an update left as it was, and type "
              + table.columns().get(column).type().name()
              + " has no placeholder. Run: ALTER TABLE "
              + table.id().sql()
              + " REPLICA IDENTITY FULL; or leave the column"
              + " out by column.exclude.list");
    }
    return value;
  }

  /**
   * A row.
   *
   * @param cells the values in the order of the columns; copied
   */
  public Struct row(@Nullable Object[] cells) {
    return Structs.of(valueSchema, cells);
  }

  /**
   * The key of a row, null for a table without one.
   *
   * @param cells the values in the order of the columns
   */
  public @Nullable Struct key(@Nullable Object[] cells) {
    if (keySchema == null) {
      return null;
    }
    @Nullable Object[] key = new Object[keyColumns.length];
    for (int i = 0; i < key.length; i++) {
      key[i] = cells[keyColumns[i]];
    }
    return Structs.of(keySchema, key);
  }

  /** An event that belongs to no transaction. */
  public Struct envelope(
      @Nullable Struct before,
      @Nullable Struct after,
      Struct source,
      String op,
      Processed processed) {
    return envelope(before, after, source, null, op, processed);
  }

  /**
   * An event.
   *
   * @param transaction its place in its transaction, null when that is not wanted
   */
  public Struct envelope(
      @Nullable Struct before,
      @Nullable Struct after,
      Struct source,
      @Nullable Struct transaction,
      String op,
      Processed processed) {
    return Structs.of(
        envelopeSchema,
        new @Nullable Object[] {
          before,
          after,
          source,
          transaction,
          op,
          processed.millis(),
          processed.micros(),
          processed.nanos()
        });
  }

  private static @Nullable Schema keyOf(String topic, Schema valueSchema, int[] keyColumns) {
    if (keyColumns.length == 0) {
      return null;
    }
    SchemaBuilder key = SchemaBuilder.struct().name(topic + ".Key");
    for (int column : keyColumns) {
      Field field = valueSchema.fields().get(column);
      key.field(field.name(), field.schema());
    }
    return key.build();
  }

  private static Schema schema(Column column, ValueType type) {
    SchemaBuilder builder = type.schema().get();
    if (column.optional()) {
      builder.optional();
    }
    byte[] defaultValue = column.defaultValue();
    if (defaultValue != null) {
      Object value = type.decoder().decode(defaultValue, 0, defaultValue.length);
      if (!(value
          instanceof
          Struct)) { // Connect cannot copy a schema with a struct as default (KAFKA-12694)
        builder.defaultValue(value);
      }
    }
    return builder.build();
  }

  private int indexOf(String name) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
