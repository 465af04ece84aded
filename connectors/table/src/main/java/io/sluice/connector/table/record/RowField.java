package io.sluice.connector.table.record;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * A field of the records' rows and the column that takes it.
 *
 * @param column its name in the target
 * @param field of the row's schema
 */
public record RowField(String column, Field field) {

  /** The field's own schema. */
  public Schema schema() {
    return field.schema();
  }

  /** The same field, in another column. */
  public RowField in(String otherColumn) {
    return new RowField(otherColumn, field);
  }
}
