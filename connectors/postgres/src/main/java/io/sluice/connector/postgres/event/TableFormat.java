package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.config.ColumnSettings;
import io.sluice.connector.postgres.config.FailureSettings.Reaction;
import io.sluice.connector.postgres.config.Selection;
import io.sluice.connector.postgres.value.Decoder;
import io.sluice.connector.postgres.value.TypeMapping;
import io.sluice.connector.postgres.value.ValueType;
import io.sluice.connector.postgres.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the rows of a table, in one form of it, become keys and values: schemas, decoders and
 * placeholders, worked out once. Immutable and shared by threads.
 */
public final class TableFormat {

  private static final Logger LOG = LoggerFactory.getLogger(TableFormat.class);

  private final Table table;
  private final String topic;
  private final @Nullable Schema keySchema;
  private final Schema valueSchema;
  private final Schema envelopeSchema;
  private final ColumnReaders readers;
  private final int[] keyCells;
  private final @Nullable String keyTag;

  /** Cells of the row's fields, null when all columns are fields, in this order. */
  private final int @Nullable [] valueCells;

  private final Mask[] masks;

  private final ContextHeaders headers;

  /** Tells which columns the user's converters convert. */
  interface Conversions {
    /** Null for a column that is shown by its type. */
    @Nullable Converted of(Table table, Column column);
  }

  /** What becomes of the values of a field. */
  private record Mask(int field, UnaryOperator<@Nullable Object> values) {}

  TableFormat(
      Table whole,
      Names names,
      Selection selection,
      TypeMapping mapping,
      ColumnSettings settings,
      Reaction failing,
      ContextHeaders headers,
      Conversions conversions) {
    this.headers = headers;
    this.topic = names.topic(whole.id());
    SchemaBuilder value = SchemaBuilder.struct().name(names.schema(topic + ".Value")).optional();
    List<Column> columns = new ArrayList<>();
    List<Values> values = new ArrayList<>();
    List<Schema> schemas = new ArrayList<>();
    List<Mask> masked = new ArrayList<>();
    List<Integer> fields = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (Column column : whole.columns()) {
      boolean included = selection.includes(whole.id().schema(), whole.id().table(), column.name());
      @Nullable Converted converted = included ? conversions.of(whole, column) : null;
      ValueType type =
          converted != null
              ? converted.type(column.optional())
              : mapping.of(column.type(), column.typmod()).orElse(null);
      if (type == null) {
        leftOut.add(column.name() + " (" + column.type().name() + ")");
        continue;
      }
      @Nullable String comment = settings.comments() ? column.comment() : null;
      Schema schema = schema(column, type, null, comment, converted);
      Schema shown = schema;
      if (included) {
        ColumnRule rule = ColumnRule.of(settings, whole.id(), column).orElse(null);
        @Nullable UnaryOperator<@Nullable Object> mask = rule == null ? null : rule.mask();
        shown = rule == null ? schema : schema(column, type, rule, comment, converted);
        if (converted != null) {
          Schema field = shown;
          masked.add(new Mask(fields.size(), cell -> converted.convert(cell, field)));
        }
        if (mask != null) {
          masked.add(new Mask(fields.size(), mask));
        }
        value.field(names.field(column.name()), shown);
        fields.add(columns.size());
      }
      columns.add(column);
      values.add(type.values().apply(shown));
      schemas.add(schema);
    }
    if (!leftOut.isEmpty()) {
      LOG.info(
          "{}: columns of types that have no place in events are left out: {}."
              + " include.unknown.datatypes=true shows most of them as bytes",
          whole.id(),
          String.join(", ", leftOut));
    }
    this.table =
        new Table(
            whole.id(), whole.oid(), whole.partitioned(), columns, whole.identity(), whole.key());
    this.readers = new ColumnReaders(table, values, schemas, failing);
    this.masks = masked.toArray(new Mask[0]);
    this.valueCells =
        fields.size() == columns.size()
            ? null
            : fields.stream().mapToInt(Integer::intValue).toArray();
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

  /** The table without the columns that events leave out. */
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
    return readers.count();
  }

  /** What a COPY has to select, so that {@link #copied} can read it. */
  public String selectList() {
    return readers.selectList();
  }

  /**
   * The value of a column out of a row that {@link #selectList} gave.
   *
   * @throws DataException naming the column when its type in Connect cannot hold the value, or the
   *     bytes are none of its type
   */
  public @Nullable Object copied(int column, byte[] bytes, int offset, int length) {
    return readers.copied(column, bytes, offset, length);
  }

  /**
   * The value of a column out of the server's binary form.
   *
   * @throws DataException as {@link #copied}
   */
  public @Nullable Object decode(int column, byte[] bytes, int offset, int length) {
    return readers.binary(column, bytes, offset, length);
  }

  /**
   * The value of a column out of the server's text form.
   *
   * @throws DataException as {@link #copied}
   */
  public @Nullable Object decodeText(int column, byte[] bytes, int offset, int length) {
    return readers.text(column, bytes, offset, length);
  }

  /**
   * What stands for a value that the server did not send: null, or something neutral where NULL is
   * not allowed.
   */
  public @Nullable Object absent(int column) {
    return readers.absent(column);
  }

  /** Whether a cell holds what stands for a TOASTed value that an update did not touch. */
  public boolean isUnavailable(int column, @Nullable Object value) {
    return value != null && readers.isUnavailable(column, value);
  }

  /**
   * Puts a value into a row that was made without it.
   *
   * @param row of this format
   */
  public void put(Struct row, int column, @Nullable Object value) {
    int[] fields = valueCells;
    int field = fields == null ? column : Arrays.stream(fields).boxed().toList().indexOf(column);
    if (field < 0) {
      return; // only the key has it
    }
    @Nullable Object shown = value;
    for (Mask mask : masks) {
      shown = mask.field() == field ? mask.values().apply(shown) : shown;
    }
    row.put(valueSchema.fields().get(field), shown);
  }

  /**
   * What stands for a TOASTed value that an update did not touch.
   *
   * @throws ConnectException when the column's type has nothing that could
   */
  public Object unavailable(int column) {
    return readers.unavailable(column);
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
      key[i] = Structs.as(keySchema.fields().get(i).schema(), cells[keyCells[i]]);
    }
    if (keyTag != null) {
      key[keyCells.length] = keyTag;
    }
    return Structs.of(keySchema, key);
  }

  /**
   * The headers of an event, null for none.
   *
   * @param own what it has anyway
   */
  public @Nullable ConnectHeaders headers(@Nullable ConnectHeaders own) {
    return headers.with(own);
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
  private Schema keySchema(Names names, List<Schema> schemas, @Nullable String tagField) {
    SchemaBuilder key = SchemaBuilder.struct().name(names.schema(topic + ".Key"));
    for (int cell : keyCells) {
      key.field(names.field(table.columns().get(cell).name()), schemas.get(cell));
    }
    if (tagField != null) {
      key.field(tagField, Schema.STRING_SCHEMA);
    }
    return key.build();
  }

  private static Schema schema(
      Column column,
      ValueType type,
      @Nullable ColumnRule rule,
      @Nullable String comment,
      @Nullable Converted converted) {
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
    Object value = defaultOf(column, type, builder.build());
    if (value != null && converted != null) {
      value = converted.convert(value, builder);
    }
    if (value != null) {
      builder.defaultValue(value);
    }
    return builder.build();
  }

  private static @Nullable Object defaultOf(Column column, ValueType type, Schema schema) {
    byte[] bytes = column.defaultValue();
    Decoder decoder = type.values().apply(schema).binary();
    if (bytes == null || decoder == null) {
      return null;
    }
    try {
      Object value = decoder.decode(bytes, 0, bytes.length);
      // Connect cannot copy a schema with a struct as default (KAFKA-12694).
      return value instanceof Struct ? null : value;
    } catch (DataException e) {
      return null; // A default that events could not show, such as NaN.
    }
  }

  /** Where a column is in the format, -1 for one that is left out. */
  public int indexOf(String name) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (table.columns().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
