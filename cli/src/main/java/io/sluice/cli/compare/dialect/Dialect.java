package io.sluice.cli.compare.dialect;

import io.sluice.cli.compare.form.Column;
import io.sluice.cli.compare.form.Form;
import io.sluice.cli.compare.form.SqlType;
import java.sql.SQLException;
import java.util.List;

/**
 * How a database is asked for what a comparison needs. A dialect is one class, of one of two kinds:
 * a {@link HashingDialect} has the database hash its own rows, a {@link ReadingDialect} has them
 * read and hashes them here. The answers to the same question must be equal wherever the rows are.
 */
public interface Dialect {

  /** An identifier, quoted. */
  default String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A text, quoted. It is understood as a value of whatever column it is compared with. */
  default String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /**
   * The text that stands for a key's value in a condition, as {@link #literal(String)} or as a
   * value of a deletion.
   *
   * @param type of the column that is compared with it
   * @param text the value's text in that form
   */
  String searched(Form form, SqlType type, String text);

  /** A key's value in a condition, as in SQL. */
  default String literal(Form form, SqlType type, String text) {
    return literal(searched(form, type, text));
  }

  /**
   * Whether a column can have a value at all. What it cannot have is never asked for: there is no
   * row of it, and some databases refuse the question.
   *
   * @param type of the column
   * @param text the value's text in that form
   */
  default boolean holds(Form form, SqlType type, String text) {
    return true;
  }

  /**
   * The columns of a table.
   *
   * @param table as in SQL
   * @return empty if there is no such table
   */
  List<Column> columns(Side side, String table) throws SQLException;

  /**
   * Whether values of that form and type are sorted as PostgreSQL sorts them; asked only of whole
   * numbers, dates, timestamps and UUIDs.
   */
  default boolean sorts(Form form, SqlType type) {
    return form.kind() != Form.Kind.UUID || type.family() == SqlType.Family.UUID;
  }

  /** Whether two columns of a table may differ in upper and lower case only. */
  default boolean columnCaseMatters() {
    return true;
  }
}
