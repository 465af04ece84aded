package io.sluice.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the copy against the shop, row by row and column by column, in the order of the keys. It
 * reads both sides through plain JDBC and knows nothing of how the copy was made.
 */
public final class ShopComparison {
  /** The shop's tables and the columns of their primary keys. */
  public static final Map<String, String> TABLES =
      Map.of("customers", "id", "products", "id", "orders", "id", "order_items", "order_id, line");

  /**
   * What was found about one table.
   *
   * @param table its name
   * @param sourceRows rows in the shop
   * @param targetRows rows in the copy
   * @param differentRows rows that are on one side only, or that differ in some column
   */
  public record TableResult(String table, long sourceRows, long targetRows, long differentRows) {
    /** Whether both sides hold the same rows. */
    public boolean equal() {
      return sourceRows == targetRows && differentRows == 0;
    }
  }

  private ShopComparison() {}

  /**
   * Compares tables.
   *
   * @param tables those of {@link #TABLES} to compare
   * @param source a connection to the shop
   * @param target a connection to the copy
   * @throws SQLException if a side cannot be read; a missing table counts as an empty one
   */
  public static List<TableResult> compare(Set<String> tables, Connection source, Connection target)
      throws SQLException {
    List<TableResult> results = new ArrayList<>();
    for (Map.Entry<String, String> table : new TreeMap<>(TABLES).entrySet()) {
      if (tables.contains(table.getKey())) {
        results.add(compare(table.getKey(), table.getValue(), source, target));
      }
    }
    return results;
  }

  private static TableResult compare(String table, String key, Connection source, Connection target)
      throws SQLException {
    List<String> columns = columns(source, table);
    String query = "SELECT " + String.join(", ", columns) + " FROM " + table + " ORDER BY " + key;
    List<List<Object>> left = rows(source, query);
    List<List<Object>> right = exists(target, table) ? rows(target, query) : List.of();
    int keyColumns = key.split(",", -1).length; // They come first in every table of the shop.
    return new TableResult(table, left.size(), right.size(), different(left, right, keyColumns));
  }

  /** Rows that are on one side only or differ; both sides are in the order of their keys. */
  private static long different(List<List<Object>> left, List<List<Object>> right, int keyColumns) {
    long different = 0;
    int l = 0;
    int r = 0;
    while (l < left.size() && r < right.size()) {
      int order = compareKeys(left.get(l), right.get(r), keyColumns);
      if (order != 0 || !left.get(l).equals(right.get(r))) {
        different++;
      }
      l += order <= 0 ? 1 : 0;
      r += order >= 0 ? 1 : 0;
    }
    return different + (left.size() - l) + (right.size() - r);
  }

  private static int compareKeys(List<Object> left, List<Object> right, int keyColumns) {
    for (int i = 0; i < keyColumns; i++) {
      // The shop's keys are whole numbers.
      int order = Long.compare((Long) left.get(i), (Long) right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT attname FROM pg_attribute WHERE attrelid = '"
                    + table
                    + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static boolean exists(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM information_schema.tables WHERE table_name = '"
                    + table
                    + "'")) {
      rows.next();
      return rows.getLong(1) > 0;
    }
  }

  private static List<List<Object>> rows(Connection connection, String query) throws SQLException {
    List<List<Object>> result = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      int count = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<Object> row = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
          row.add(canonical(rows, i));
        }
        result.add(row);
      }
    }
    return result;
  }

  /** The same value is the same object on either side, whatever the driver calls its type. */
  private static Object canonical(ResultSet rows, int column) throws SQLException {
    String type = rows.getMetaData().getColumnTypeName(column).toLowerCase(Locale.ROOT);
    if (type.equals("timestamptz") || type.equals("timestamp with time zone")) {
      OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
      return time == null ? "null" : time.toInstant();
    }
    Object value = rows.getObject(column);
    if (value == null) {
      return "null";
    } else if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros();
    } else if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    } else if (value instanceof Number number) {
      return number.longValue();
    } else if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    } else if (value instanceof OffsetDateTime time) {
      return time.withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    } else if (value instanceof Boolean) {
      return value;
    } else if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    } else if (value instanceof LocalDate || value instanceof LocalDateTime) {
      return value;
    }
    return value.toString();
  }
}
