package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.value.ColumnType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Gives values to the parameters of a statement, as one database keeps them. */
@FunctionalInterface
public interface ValueBinder {
  /**
   * Sets one parameter.
   *
   * @param parameter counted from one
   * @param type of the column that the value is for
   * @param value as {@link ColumnType.Kind} says; null for none
   * @throws SQLException also where the column would not keep the value as it is
   */
  void bind(PreparedStatement statement, int parameter, ColumnType type, @Nullable Object value)
      throws SQLException;
}
