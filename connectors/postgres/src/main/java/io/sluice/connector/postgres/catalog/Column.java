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
 * @param declared name of the type as the driver tells it: a domain's own, {@code serial} for a
 *     number from a sequence
 * @param comment the column's comment, null for none
 */
@SuppressWarnings("ArrayRecordComponent") // columns are never compared as a whole
public record Column(
    String name,
    PgType type,
    int typmod,
    boolean optional,
    byte @Nullable [] defaultValue,
    String declared,
    @Nullable String comment) {

  Column withDeclared(String typeName, @Nullable String text) {
    return new Column(name, type, typmod, optional, defaultValue, typeName, text);
  }

  Column withDefault(byte[] value) {
    return new Column(name, type, typmod, optional, value, declared, comment);
  }

  /**
   * As another form of the table has it.
   *
   * @param modifier of its type; the default does not go with another one than this column's
   */
  public Column as(int modifier, boolean canBeNull) {
    return modifier == typmod && canBeNull == optional
        ? this
        : new Column(
            name,
            type,
            modifier,
            canBeNull,
            modifier == typmod ? defaultValue : null,
            declared,
            comment);
  }
}
