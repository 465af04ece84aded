package io.sluice.cli.compare;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a database writes what a comparison asks: texts of values, hashes of texts, sums of hashes. A
 * dialect is one class. The answers to the same question must be equal wherever the rows are.
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

  /** An expression for the value's text in this form; null where the value is null. */
  String text(Form form, SqlType type, String value);

  /** An expression that joins texts, of which some may be null, so that no two rows meet. */
  default String joined(List<String> texts) {
    return texts.stream()
        .map(text -> "coalesce(" + text + ", chr(30))")
        .collect(Collectors.joining(" || chr(31) || "));
  }

  /** An expression for the MD5 of a text's UTF-8 bytes, as 32 hexadecimal digits. */
  default String md5(String text) {
    return "md5(" + text + ")";
  }

  /**
   * An aggregate: the sum of the first 64 bits of these hashes, modulo 2^64 or not, as text in
   * decimal digits; null without rows.
   */
  String sumOf(String md5);

  /** An expression for the rows' number, as text. */
  default String count() {
    return "cast(count(*) as varchar)";
  }

  /**
   * A text by which a change of a row is seen even if it changes no value, such as the transaction
   * that wrote it; a constant where there is none.
   */
  default String version() {
    return "''";
  }

  /** The text that stands for a key's value in a condition, from the text of its form. */
  default String searched(Form form, String text) {
    return form.kind() == Form.Kind.TIMESTAMPTZ && !text.endsWith("infinity") ? zoned(text) : text;
  }

  private static String zoned(String text) {
    return text.endsWith(" BC") ? text.substring(0, text.length() - 3) + "+00 BC" : text + "+00";
  }

  /**
   * The columns of a table.
   *
   * @param table as in SQL
   * @return empty if there is no such table
   */
  List<Column> columns(Side side, String table) throws SQLException;

  /** Digits without zeros at the end of the fraction, from digits. */
  static String trimmed(String digits) {
    return "CASE WHEN strpos("
        + digits
        + ", '.') > 0 THEN rtrim(rtrim("
        + digits
        + ", '0'), '.') ELSE "
        + digits
        + " END";
  }
}
