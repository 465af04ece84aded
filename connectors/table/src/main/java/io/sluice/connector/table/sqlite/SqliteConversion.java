package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.value.ColumnType;

/**
 * Stored values as those of another type: the expression that makes them, so that they look like
 * values of that type that came later. A column may hold what its type does not say, put there by
 * somebody else: such a value stays what it is, as a text where the new type is one.
 */
final class SqliteConversion {
  private SqliteConversion() {}

  /**
   * The expression.
   *
   * @param column quoted
   */
  static String of(ColumnType from, ColumnType to, String column) {
    return switch (to.kind()) {
      case TEXT -> text(from, column);
      case DECIMAL -> decimal(from, to, column);
      case TIMESTAMP, TIMESTAMP_NANOS ->
          from.kind() == ColumnType.Kind.DATE
              ? "CASE WHEN "
                  + column
                  + " GLOB '*[0-9]-[0-9][0-9]-[0-9][0-9]' THEN "
                  + column
                  + " || ' 00:00:00' ELSE "
                  + column
                  + " END"
              : column;
      default -> column; // A column of REAL makes doubles of whole numbers by itself.
    };
  }

  private static String text(ColumnType from, String column) {
    return switch (from.kind()) {
      case BOOLEAN ->
          "CASE "
              + column
              + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE "
              + exactly(column)
              + " END";
      case DECIMAL -> {
        String text =
            SqliteTypes.isNumber(from) ? digits(column, from.scale(), "") : exactly(column);
        yield from.unboundedDecimal() || from.scale() <= 0 ? text : withoutZeros(text);
      }
      default -> exactly(column);
    };
  }

  private static String decimal(ColumnType from, ColumnType to, String column) {
    if (SqliteTypes.isNumber(to)) {
      return column; // What fits there has been a number here.
    }
    boolean whole = from.kind() != ColumnType.Kind.DECIMAL;
    boolean number = whole || SqliteTypes.isNumber(from);
    int scale = whole ? 0 : Math.max(from.scale(), 0);
    if (to.unboundedDecimal()) {
      String text = number ? digits(column, scale, "") : column;
      return scale == 0 || from.unboundedDecimal() ? text : withoutZeros(text);
    }
    int more = to.scale() - scale;
    String zeros = more <= 0 ? "" : " || '" + (scale == 0 ? "." : "") + "0".repeat(more) + "'";
    return number ? digits(column, scale, zeros) : column + zeros;
  }

  /** As {@link io.sluice.connector.table.value.DecimalText} has it; what is no decimal stays. */
  private static String withoutZeros(String text) {
    return "CASE WHEN typeof("
        + text
        + ") = 'text' AND "
        + text
        + " GLOB '*[0-9].[0-9]*' AND "
        + text
        + " NOT GLOB '*[^-0-9.]*' THEN rtrim(rtrim("
        + text
        + ", '0'), '.') ELSE "
        + text
        + " END";
  }

  /**
   * A stored number with that many digits behind the point; one that has more keeps them.
   *
   * @param zeros what is put behind these digits
   */
  private static String digits(String column, int scale, String zeros) {
    String fixed = "printf('%." + scale + "f', " + column + ")";
    return "CASE WHEN typeof("
        + column
        + ") = 'integer' THEN CAST("
        + column
        + " AS TEXT)"
        + (scale == 0 ? "" : " || '." + "0".repeat(scale) + "'")
        + zeros
        + " WHEN typeof("
        + column
        + ") = 'real' AND CAST("
        + fixed
        + " AS REAL) = "
        + column
        + " THEN "
        + fixed
        + zeros
        + " ELSE "
        + exactly(column)
        + " END";
  }

  /**
   * Whatever is there as a text, but bytes. A cast writes 15 digits of a double; it may have 17.
   */
  private static String exactly(String column) {
    return "CASE WHEN typeof("
        + column
        + ") = 'blob' THEN "
        + column
        + " WHEN typeof("
        + column
        + ") = 'real' AND CAST(CAST("
        + column
        + " AS TEXT) AS REAL) <> "
        + column
        + " THEN printf('%!.17g', "
        + column
        + ") ELSE CAST("
        + column
        + " AS TEXT) END";
  }
}
