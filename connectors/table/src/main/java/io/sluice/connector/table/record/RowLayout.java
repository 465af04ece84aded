package io.sluice.connector.table.record;

import io.sluice.connector.table.config.SchemaSettings;
import io.sluice.connector.table.row.Row;
import io.sluice.connector.table.sql.Table;
import io.sluice.connector.table.value.Limits;
import io.sluice.connector.table.value.ValueDoesNotFitException;
import io.sluice.connector.table.value.ValueReader;
import io.sluice.connector.table.value.ValueReaders;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one pair of schemas become rows of one table: worked out once, then used for
 * every record until a schema or the table changes.
 */
public final class RowLayout {
  private final Table table;
  private final KeyColumns key;
  private final ValueReader[] keyReaders;
  private final int[] keyPositions;
  private final Field[] fields;
  private final int[] positions;
  private final int[] firsts;
  private final ValueReader[] readers;
  private final boolean[] maybeUnavailable;
  private final boolean[] defaulted;
  private final UnavailableValue unavailable;
  private final Limits limits;
  private final AddedColumn[] added;
  private final int[] addedPositions;
  private final ValueReader[] addedReaders;
  private final TopicBytes topicBytes = new TopicBytes();

  /** The column that marks rows as deleted, or -1. */
  private final int mark;

  /**
   * A layout.
   *
   * @param table as the database has it, with all columns that are asked for
   * @param rowFields that become columns, each with the column; none for a delete
   * @param beside what is added to them
   * @throws DataException if a column cannot hold what the schemas describe
   */
  public RowLayout(
      Table table,
      KeyColumns key,
      List<RowField> rowFields,
      AddedColumns beside,
      UnavailableValue unavailable,
      Limits limits) {
    this.limits = limits;
    this.table = table;
    this.key = key;
    this.unavailable = unavailable;
    int keys = key.names().size();
    keyReaders = new ValueReader[keys];
    keyPositions = new int[keys];
    for (int i = 0; i < keys; i++) {
      keyPositions[i] = position(key.names().get(i));
      keyReaders[i] = reader(key.schemas().get(i), keyPositions[i]);
    }
    fields = rowFields.stream().map(RowField::field).toArray(Field[]::new);
    positions = new int[fields.length];
    firsts = new int[fields.length];
    readers = new ValueReader[fields.length];
    maybeUnavailable = new boolean[fields.length];
    defaulted = new boolean[fields.length];
    for (int i = 0; i < fields.length; i++) {
      positions[i] = position(rowFields.get(i).column());
      String first = rowFields.get(i).first();
      firsts[i] = first == null ? positions[i] : position(first);
      String refusal = rowFields.get(i).refusal();
      readers[i] = refusal == null ? reader(fields[i].schema(), positions[i]) : refusing(refusal);
      maybeUnavailable[i] = UnavailableValue.possible(fields[i].schema());
      defaulted[i] = fields[i].schema().defaultValue() != null;
    }
    added = beside.columns().toArray(new AddedColumn[0]);
    addedPositions = new int[added.length];
    addedReaders = new ValueReader[added.length];
    for (int i = 0; i < added.length; i++) {
      addedPositions[i] = position(added[i].name());
      addedReaders[i] = added[i].reader(table.columns().get(addedPositions[i]).type(), limits);
    }
    String marked = beside.mark();
    mark = marked == null ? -1 : position(marked);
  }

  private int position(String column) {
    int position = table.indexOf(column);
    if (position < 0) {
      throw new DataException(
          "table "
              + table.name()
              + " has no column '"
              + column
              + "'. Add it, or set "
              + SchemaSettings.EVOLUTION
              + "=evolve.");
    }
    return position;
  }

  /** NULL goes into any column, and is never read. */
  private static ValueReader refusing(String refusal) {
    return value -> {
      throw new DataException(refusal);
    };
  }

  private ValueReader reader(Schema schema, int position) {
    Table.Column column = table.columns().get(position);
    try {
      return ValueReaders.of(schema, column.type(), limits);
    } catch (DataException e) {
      throw new DataException(
          "column '" + column.name() + "' of table " + table.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes the row of a change.
   *
   * @throws DataException if the table cannot hold it; names the column, never the value
   * @throws ValueDoesNotFitException if a wider column could
   */
  public Row row(Change change) {
    Row row = made(change);
    long beside = topicBytes.of(change.record(), row.bytes());
    return beside == 0 ? row : row.with(beside);
  }

  private Row made(Change change) {
    @Nullable Object[] keyValues = new Object[keyReaders.length];
    for (int i = 0; i < keyReaders.length; i++) {
      Object value = key.value(i, change);
      Object read = value == null ? null : read(keyReaders[i], value, keyPositions[i]);
      if (read == null) {
        throw new DataException(
            "key column '" + key.names().get(i) + "' of table " + table.name() + " has no value");
      }
      keyValues[i] = read;
    }
    if (change.kind() == Change.Kind.DELETE) {
      return mark < 0
          ? new Row(keyValues, null, null, false, null, change.record())
          : marking(keyValues, change);
    }
    Struct struct = change.row();
    int width = table.columns().size();
    @Nullable Object[] values = new Object[width];
    boolean[] unchanged = null;
    for (int i = 0; struct != null && i < fields.length; i++) {
      // A NULL is a NULL, also where the schema has a default: get(Field) would give the default.
      Object value =
          defaulted[i] ? struct.getWithoutDefault(fields[i].name()) : struct.get(fields[i]);
      if (value == null) {
        continue;
      }
      if (maybeUnavailable[i] && unavailable.is(value)) {
        if (unchanged == null) {
          unchanged = new boolean[width];
        }
        unchanged[positions[i]] = true;
        unchanged[firsts[i]] = true; // It may have the value, from when the field's type was its.
      } else {
        values[positions[i]] = read(readers[i], value, positions[i]);
      }
    }
    for (int i = 0; i < keyValues.length; i++) {
      values[keyPositions[i]] = keyValues[i];
    }
    addTo(values, change);
    requireValues(values, unchanged);
    boolean fresh = change.kind() == Change.Kind.INSERT;
    return new Row(keyValues, values, unchanged, fresh, null, change.record());
  }

  /**
   * What a truncate leaves in all rows that it marks.
   *
   * @throws IllegalStateException if rows are not marked
   */
  public Row markingAll(Change change) {
    return marking(new Object[0], change);
  }

  private Row marking(@Nullable Object[] keyValues, Change change) {
    int width = table.columns().size();
    @Nullable Object[] values = new Object[width];
    boolean[] unchanged = new boolean[width];
    Arrays.fill(unchanged, true);
    for (int i = 0; i < keyValues.length; i++) {
      values[keyPositions[i]] = keyValues[i];
      unchanged[keyPositions[i]] = false;
    }
    addTo(values, change);
    for (int position : addedPositions) {
      unchanged[position] = false;
    }
    return new Row(keyValues, values, unchanged, false, null, change.record()).marking(mark);
  }

  private void addTo(@Nullable Object[] values, Change change) {
    for (int i = 0; i < added.length; i++) {
      Object content = added[i].content().of(change);
      if (content != null) {
        values[addedPositions[i]] = read(addedReaders[i], content, addedPositions[i]);
      }
    }
  }

  private @Nullable Object read(ValueReader reader, Object value, int position) {
    try {
      return reader.read(value);
    } catch (ValueDoesNotFitException e) {
      throw e.in(position);
    } catch (DataException | ClassCastException | ArithmeticException | DateTimeException e) {
      Table.Column column = table.columns().get(position);
      throw new DataException(
          "column '"
              + column.name()
              + "' ("
              + column.type()
              + ") of table "
              + table.name()
              + ": "
              + (e instanceof DataException ? e.getMessage() : "a value has an unexpected type"),
          e);
    }
  }

  private void requireValues(@Nullable Object[] values, boolean @Nullable [] unchanged) {
    for (int i = 0; i < values.length; i++) {
      Table.Column column = table.columns().get(i);
      if (values[i] == null && !column.nullable() && (unchanged == null || !unchanged[i])) {
        throw new DataException(
            "column '" + column.name() + "' of table " + table.name() + " must have a value");
      }
    }
  }
}
