package io.sluice.connector.postgres.catalog;

import io.sluice.connector.postgres.value.PgType;
import org.jspecify.annotations.Nullable;

/**
 * A captured column.
 *
 * @param name its name
 * @param type its type, domains resolved
 * @param typmod its type modifier (length, precision), -1 for none
 * @param optional whether NULL can occur
 * @param defaultValue the column's default in the server's binary form, null for none; not to be
 *     changed
 */
@SuppressWarnings("ArrayRecordComponent") // columns are never compared as a whole
public record Column(
    String name, PgType type, int typmod, boolean optional, byte @Nullable [] defaultValue) {

  Column withDefault(byte[] value) {
    return new Column(name, type, typmod, optional, value);
  }
}
