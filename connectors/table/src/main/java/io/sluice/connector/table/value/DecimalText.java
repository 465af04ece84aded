package io.sluice.connector.table.value;

import java.math.BigDecimal;

/**
 * The one text that a decimal has in a column of texts: plain digits, without zeros at the end of
 * its fraction. Numbers that are equal are one text so, whatever scale they came with, and a key
 * finds the row that was written while its column held numbers.
 */
public final class DecimalText {
  private DecimalText() {}

  /** The text of a decimal. */
  public static String of(BigDecimal decimal) {
    Limits.requireDigits(decimal, Limits.MOST_INTEGER_DIGITS, Limits.MOST_FRACTION_DIGITS);
    return stripped(decimal).toPlainString();
  }

  /** The same number, of the smallest scale that is not negative. */
  public static BigDecimal stripped(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** Whether a column that changes its type so holds texts of decimals from then on. */
  public static boolean becomes(ColumnType from, ColumnType to) {
    return from.kind() == ColumnType.Kind.DECIMAL && to.kind() == ColumnType.Kind.TEXT;
  }

  /**
   * Standard SQL that makes the same text of what a database itself writes of a decimal.
   *
   * @param text an expression: the database's own text, with all digits of the scale
   */
  public static String sql(String text) {
    return "CASE WHEN "
        + text
        + " LIKE '%.%' THEN TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM "
        + text
        + ")) ELSE "
        + text
        + " END";
  }
}
