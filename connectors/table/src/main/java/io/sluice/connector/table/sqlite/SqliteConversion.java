package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.value.ColumnType;

/**
 * Stored values as those of another type: the expression that makes them, so that they look like
 * values of that type that came later.
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
      case FLOAT32, FLOAT64 -> "CAST(" + column + " AS REAL)";
      case TIMESTAMP, TIMESTAMP_NANOS ->
          from.kind() == ColumnType.Kind.DATE
              ? "CASE WHEN "
                  + column
                  + " LIKE '%infinity' THEN "
                  + column
                  + " ELSE "
                  + column
                  + " || ' 00:00:00' END"
              : column;
      default -> column;
    };
  }

  private static String text(ColumnType from, String column) {
    return switch (from.kind()) {
      case BOOLEAN -> "CASE " + column + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' END";
      case DECIMAL -> SqliteTypes.isNumber(from) ? digits(column, from.scale()) : column;
      default -> "CAST(" + column + " AS TEXT)";
    };
  }

  private static String decimal(ColumnType from, ColumnType to, String column) {
    if (SqliteTypes.isNumber(to)) {
      return column; // What fits there has been a number here.
    }
    boolean whole = from.kind() != ColumnType.Kind.DECIMAL;
    int scale = whole ? 0 : from.scale();
    String text = whole || SqliteTypes.isNumber(from) ? digits(column, Math.max(scale, 0)) : column;
    if (to.unboundedDecimal()) {
      return from.unboundedDecimal() || scale == 0 ? text : "rtrim(rtrim(" + text + ", '0'), '.')";
    }
    int more = to.scale() - Math.max(scale, 0);
    return more <= 0 ? text : text + " || '" + (scale <= 0 ? "." : "") + "0".repeat(more) + "'";
  }

  /** A stored number with that many digits behind the point. */
  private static String digits(String column, int scale) {
    String zeros = scale == 0 ? "" : " || '." + "0".repeat(scale) + "'";
    return "CASE typeof("
        + column
        + ") WHEN 'integer' THEN CAST("
        + column
        + " AS TEXT)"
        + zeros
        + " WHEN 'real' THEN printf('%."
        + scale
        + "f', "
        + column
        + ") ELSE "
        + column
        + " END";
  }
}
