package io.sluice.connector.postgres.event;

import io.sluice.connector.postgres.catalog.Column;
import io.sluice.connector.postgres.catalog.Table;
import io.sluice.connector.postgres.catalog.TableId;
import io.sluice.connector.postgres.config.FailureSettings.Reaction;
import io.sluice.connector.postgres.value.Decoder;
import io.sluice.connector.postgres.value.Values;
import java.time.DateTimeException;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What reads the values of a table's columns, in each of the ways in which the server sends them:
 * binary or text in the stream, as the select list asked for it in a COPY.
 */
final class ColumnReaders {

  private static final Logger LOG = LoggerFactory.getLogger(ColumnReaders.class);

  private final Table table;
  private final Reaction failing;
  private final Decoder[] binary;
  private final Decoder[] text;
  private final Decoder[] copied;
  private final @Nullable Object[] absent;
  private final @Nullable Object[] unavailable;
  private final String selectList;

  /**
   * @param values of each column
   * @param schemas of each column
   * @param failing what becomes of values that cannot be converted
   */
  ColumnReaders(Table table, List<Values> values, List<Schema> schemas, Reaction failing) {
    this.failing = failing;
    int count = values.size();
    this.table = table;
    this.binary = new Decoder[count];
    this.text = new Decoder[count];
    this.copied = new Decoder[count];
    this.absent = new Object[count];
    this.unavailable = new Object[count];
    StringJoiner select = new StringJoiner(", ");
    for (int i = 0; i < count; i++) {
      Column column = table.columns().get(i);
      Values of = values.get(i);
      Schema schema = schemas.get(i);
      Decoder decoder = of.binary();
      boolean asText = decoder == null || !column.type().sendsBinary();
      binary[i] = decoder == null ? ColumnReaders::refuse : decoder;
      text[i] = of.text();
      copied[i] = asText ? text[i] : binary[i];
      unavailable[i] = of.unavailable();
      boolean hasDefault = schema.defaultValue() != null && of.absent() != Values.NOT_SENT;
      absent[i] = column.optional() ? null : hasDefault ? schema.defaultValue() : of.absent();
      select.add(TableId.quote(column.name()) + (asText ? "::text" : ""));
    }
    this.selectList = select.toString();
  }

  private static Object refuse(byte[] bytes, int offset, int length) {
    throw new DataException("the type is read as text only, but the server sent its binary form");
  }

  int count() {
    return binary.length;
  }

  String selectList() {
    return selectList;
  }

  @Nullable Object binary(int column, byte[] bytes, int offset, int length) {
    return decode(binary, column, bytes, offset, length);
  }

  @Nullable Object text(int column, byte[] bytes, int offset, int length) {
    return decode(text, column, bytes, offset, length);
  }

  @Nullable Object copied(int column, byte[] bytes, int offset, int length) {
    return decode(copied, column, bytes, offset, length);
  }

  private @Nullable Object decode(
      Decoder[] decoders, int column, byte[] bytes, int offset, int length) {
    try {
      return decoders[column].decode(bytes, offset, length);
    } catch (DataException
        | ArithmeticException
        | IllegalArgumentException
        | DateTimeException
        | IndexOutOfBoundsException e) {
      return instead(column, unreadable(column, e));
    }
  }

  /** A value of the key is never left out: the row would be taken for another one. */
  private @Nullable Object instead(int column, DataException unreadable) {
    boolean inKey = table.key().contains(table.columns().get(column).name());
    if (failing == Reaction.FAIL || inKey) {
      throw new DataException(
          unreadable.getMessage()
              + (inKey
                  ? ". A value of the key is never left out: change the row, or leave the table out"
                  : ". Set event.converting.failure.handling.mode to 'warn' to leave such values"
                      + " out, or leave the column out by column.exclude.list"),
          unreadable.getCause());
    }
    if (failing == Reaction.WARN) {
      LOG.warn("{}; it is left out", unreadable.getMessage());
    }
    return absent[column];
  }

  /** The messages of our own exceptions hold no values; those of others may. */
  private DataException unreadable(int column, RuntimeException cause) {
    return new DataException(
        place(column)
            + ": cannot convert a value of type "
            + table.columns().get(column).type().name()
            + ": "
            + (cause instanceof DataException
                ? cause.getMessage()
                : "it is not of the form of its type"),
        cause instanceof DataException ? cause : null);
  }

  @Nullable Object absent(int column) {
    return absent[column];
  }

  /** By identity: a value that merely looks like it was sent. */
  @SuppressWarnings("ReferenceEquality")
  boolean isUnavailable(int column, Object value) {
    return value == unavailable[column];
  }

  Object unavailable(int column) {
    Object value = unavailable[column];
    if (value == null) {
      throw new ConnectException(
          place(column)
              + ": the server did not send a large value that an update left as it was, and type "
              + table.columns().get(column).type().name()
              + " has no placeholder. Run: ALTER TABLE "
              + table.id().sql()
              + " REPLICA IDENTITY FULL; or leave the column"
              + " out by column.exclude.list");
    }
    return value;
  }

  private String place(int column) {
    return table.id() + "." + table.columns().get(column).name();
  }
}
