package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A database that cannot hash: its rows are read, and hashed here. */
public abstract class ReadingDialect implements Dialect {

  /**
   * The text of a value in this form.
   *
   * @param index the column's place in the row, from 1
   * @return null where the value is null
   */
  public abstract @Nullable String text(Form form, SqlType type, ResultSet row, int index)
      throws SQLException;

  /** Sets a parameter to a key's value, from the text of its form. */
  public abstract void bind(
      PreparedStatement statement, int parameter, Form form, SqlType type, String text)
      throws SQLException;
}
