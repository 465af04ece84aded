package io.sluice.connector.table.value;

import org.jspecify.annotations.Nullable;

/**
 * Turns one Connect value into the Java type that {@link ColumnType.Kind} says. Chosen once a
 * column and schema, then called for every row.
 */
@FunctionalInterface
public interface ValueReader {
  /**
   * Reads one value.
   *
   * @param value never null; nulls do not reach a reader
   * @return the value for the column
   * @throws org.apache.kafka.connect.errors.DataException when the column cannot hold the value;
   *     the message does not repeat the value
   */
  @Nullable Object read(Object value);
}
