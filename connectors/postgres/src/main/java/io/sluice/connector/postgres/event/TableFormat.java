package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.config.ColumnSettings;
import io.sluice.connector.postgres.config.Selection;
import io.sluice.connector.postgres.value.Decoder;
import io.sluice.connector.postgres.value.TypeMapping;
import io.sluice.connector.postgres.value.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
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
  private final int[] keyCells;
  private final @Nullable String keyTag;

  /** Cells of the row's fields, null when all columns are fields, in this order. */
  private final int @Nullable [] valueCells;

  private final Mask[] masks;

  /** What becomes of the values of a field. */
  private record Mask(int field, UnaryOperator<@Nullable Object> values) {}

  /**
   * @throws ConnectException naming the columns whose types cannot be captured
   */
  TableFormat(
      Table table, Names names, Selection selection, TypeMapping mapping, ColumnSettings settings) {
    this.table = table;
    this.topic = names.topic(table.id());
    int count = table.columns().size();
    this.decoders = new Decoder[count];
    this.absent = new Object[count];
    this.unavailable = new Object[count];
    Schema[] schemas = new Schema[count];
    SchemaBuilder value = SchemaBuilder.struct().name(names.schema(topic + ".Value")).optional();
    List<Mask> masked = new ArrayList<>();
    List<Integer> fields = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Column column = table.columns().get(i);
      ValueType type = mapping.of(column.type(), column.typmod(), column.optional()).orElse(null);
      if (type == null) {
        refused.add(table.id() + "." + column.name() + " (" + column.type().name() + ")");
        continue;
      }
      @Nullable String comment = settings.comments() ? column.comment() : null;
      Schema schema = schema(column, type, null, comment);
      schemas[i] = schema;
      decoders[i] = type.decoder();
      unavailable[i] = type.unavailable();
      absent[i] =
          column.optional()
              ? null
              : schema.defaultValue() != null ? schema.defaultValue() : type.absent();
      if (selection.includes(table.id().schema(), table.id().table(), column.name())) {
        ColumnRule rule = ColumnRule.of(settings, table.id(), column).orElse(null);
        @Nullable UnaryOperator<@Nullable Object> mask = rule == null ? null : rule.mask();
        if (mask != null) {
          masked.add(new Mask(fields.size(), mask));
        }
        value.field(
            names.field(column.name()),
            rule == null ? schema : schema(column, type, rule, comment));
        fields.add(i);
      }
    }
    if (!refused.isEmpty()) {
      throw new ConnectException(
          "Columns have types that this connector cannot capture yet: "
              + String.join(", ", refused)
              + ". Leave them out by column.exclude.list");
    }
    this.masks = masked.toArray(new Mask[0]);
    this.valueCells =
        fields.size() == count ? null : fields.stream().mapToInt(Integer::intValue).toArray();
    this.valueSchema = value.build();
    this.keyCells = table.key().stream().mapToInt(this::indexOf).filter(i -> i >= 0).toArray();
    @Nullable String tagField = names.keyField();
    this.keyTag = tagField == null ? null : names.keyFieldValue(table.id());
    this.keySchema =
        keyCells.length == 0 && tagField == null ? null : keySchema(names, schemas, tagField);
    this.envelopeSchema =
        SchemaBuilder.struct()
            .name(names.schema(topic + ".Envelope"))
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
    int[] fields = valueCells;
    if (fields == null && masks.length == 0) {
      return Structs.of(valueSchema, cells);
    }
    @Nullable Object[] values = fields == null ? cells.clone() : new Object[fields.length];
    for (int i = 0; fields != null && i < fields.length; i++) {
      values[i] = cells[fields[i]];
    }
    for (Mask mask : masks) {
      values[mask.field()] = mask.values().apply(values[mask.field()]);
    }
    return Structs.of(valueSchema, values);
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
    @Nullable Object[] key = new Object[keyCells.length + (keyTag == null ? 0 : 1)];
    for (int i = 0; i < keyCells.length; i++) {
      key[i] = cells[keyCells[i]];
    }
    if (keyTag != null) {
      key[keyCells.length] = keyTag;
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

  /** Fields of keys are not masked, and their schemas do not say what is done to rows. */
  private Schema keySchema(Names names, Schema[] schemas, @Nullable String tagField) {
    SchemaBuilder key = SchemaBuilder.struct().name(names.schema(topic + ".Key"));
    for (int cell : keyCells) {
      key.field(names.field(table.columns().get(cell).name()), schemas[cell]);
    }
    if (tagField != null) {
      key.field(tagField, Schema.STRING_SCHEMA);
    }
    return key.build();
  }

  private static Schema schema(
      Column column, ValueType type, @Nullable ColumnRule rule, @Nullable String comment) {
    SchemaBuilder builder = type.schema().get();
    if (rule != null) {
      rule.describe(builder);
    }
    if (column.optional()) {
      builder.optional();
    }
    if (comment != null) {
      builder.doc(comment);
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
