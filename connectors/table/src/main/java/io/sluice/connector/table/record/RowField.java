package io.sluice.connector.table.record;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A field of the records' rows and the column that takes it.
 *
 * @param column its name in the target
 * @param field of the row's schema
 * @param first the column that takes the field's values of other types; null where there is none
 * @param refusal why no value of the field can go into the column, which takes NULL only; null
 *     where values can
 */
public record RowField(
    String column, Field field, @Nullable String first, @Nullable String refusal) {

  /** A field with one column. */
  public RowField(String column, Field field) {
    this(column, field, null, null);
  }

  /** The field's own schema. */
  public Schema schema() {
    return field.schema();
  }

  /** The same field, in another column. */
  public RowField in(String otherColumn) {
    return new RowField(otherColumn, field, first, refusal);
  }

  /** The same field, in a column beside that of its other values. */
  public RowField beside(String variant) {
    return new RowField(variant, field, column, refusal);
  }

  /** The same field, whose values the column cannot take. */
  public RowField refused(String reason) {
    return new RowField(column, field, first, reason);
  }
}
