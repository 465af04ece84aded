package io.sluice.project.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query. Values are null, Boolean, Integer, Long, Double, BigInteger, BigDecimal or
 * String: what JSON can hold; everything else is the database's own text for it.
 *
 * @param columns names, in order, possibly repeated
 * @param rows a list of values per row, in the order of the columns
 * @param truncated whether there were more rows than asked for
 */
public record QueryResult(
    List<String> columns, List<List<@Nullable Object>> rows, boolean truncated) {

  /** Takes copies; the rows may hold nulls. */
  public QueryResult {
    columns = List.copyOf(columns);
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  /** Reads up to {@code limit} rows; one more tells whether the result was cut. */
  static QueryResult read(ResultSet result, int limit) throws SQLException {
    ResultSetMetaData about = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int c = 1; c <= about.getColumnCount(); c++) {
      columns.add(about.getColumnLabel(c));
    }
    List<List<@Nullable Object>> rows = new ArrayList<>();
    while (rows.size() < limit && result.next()) {
      List<@Nullable Object> row = new ArrayList<>(columns.size());
      for (int c = 1; c <= columns.size(); c++) {
        row.add(value(result, c));
      }
      rows.add(row);
    }
    return new QueryResult(columns, rows, rows.size() == limit && result.next());
  }

  private static @Nullable Object value(ResultSet result, int column) throws SQLException {
    Object value = result.getObject(column);
    if (value == null
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Integer
        || value instanceof BigDecimal
        || value instanceof BigInteger) {
      return value;
    }
    if (value instanceof Short || value instanceof Byte) {
      return ((Number) value).intValue();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? (Object) Double.valueOf(value.toString()) : value.toString();
    }
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    return result.getString(column);
  }
}
