package io.sluice.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table with its copy, row by row by key, over JDBC and across kinds of database: values
 * are equal when they mean the same ({@code 1.50} and {@code 1.5}, a timestamp in two zones). The
 * copy may have columns that the original has not.
 *
 * @param sourceRows rows of the original
 * @param targetRows rows of the copy, those with the same key counted each
 * @param missing keys that only the original has
 * @param extra rows of the copy whose key the original has not, or that repeat a key
 * @param different keys whose rows differ
 * @param first where to look: some keys, with what is wrong, and the columns that differ; never
 *     another column's value
 */
public record TableEquality(
    long sourceRows,
    long targetRows,
    long missing,
    long extra,
    long different,
    List<String> first) {
  private static final int MOST_NAMED = 10;
  private static final HexFormat HEX = HexFormat.of();

  public TableEquality {
    first = List.copyOf(first);
  }

  /** Whether the copy holds exactly the original's rows. */
  public boolean isEqual() {
    return missing == 0 && extra == 0 && different == 0;
  }

  /**
   * Compares two tables as they are now.
   *
   * @param sourceTable as it is written in SQL, quoted if need be
   * @param targetTable likewise
   * @param key the columns that tell rows apart, the same on both sides
   */
  public static TableEquality compare(
      Connection source,
      String sourceTable,
      Connection target,
      String targetTable,
      List<String> key)
      throws SQLException {
    Map<List<String>, List<String>> rows = new HashMap<>();
    List<String> columns;
    try (Statement statement = source.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM " + sourceTable)) {
      columns = columns(result.getMetaData());
      while (result.next()) {
        List<String> row = row(result, columns);
        rows.put(keyOf(row, columns, key), row);
      }
    }
    Findings found = new Findings(rows.size());
    String list = String.join(", ", columns.stream().map(PostgresDatabase::quoted).toList());
    try (Statement statement = target.createStatement();
        ResultSet result = statement.executeQuery("SELECT " + list + " FROM " + targetTable)) {
      while (result.next()) {
        List<String> row = row(result, columns);
        List<String> rowKey = keyOf(row, columns, key);
        found.row(rowKey, rows.remove(rowKey), row, columns);
      }
    }
    rows.keySet().forEach(found::missing);
    return found.result();
  }

  private static List<String> columns(ResultSetMetaData data) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      columns.add(data.getColumnName(i));
    }
    return columns;
  }

  private static List<String> keyOf(List<String> row, List<String> columns, List<String> key) {
    return key.stream().map(column -> row.get(columns.indexOf(column))).toList();
  }

  private static List<String> row(ResultSet result, List<String> columns) throws SQLException {
    List<String> row = new ArrayList<>(columns.size());
    for (int i = 1; i <= columns.size(); i++) {
      Object value = result.getObject(i);
      if (value instanceof Timestamp && hasZone(result.getMetaData().getColumnTypeName(i))) {
        value = result.getObject(i, OffsetDateTime.class);
      }
      row.add(plain(value));
    }
    return row;
  }

  private static boolean hasZone(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.endsWith("tz") || lower.endsWith("with time zone");
  }

  /** One text for all values that mean the same. */
  private static String plain(@Nullable Object value) throws SQLException {
    if (value == null) {
      return "null";
    }
    if (value instanceof BigDecimal
        || value instanceof BigInteger
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      BigDecimal number = new BigDecimal(value.toString());
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Float number) {
      return Double.toString(number); // a real may be kept as a double
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime().toString();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toString();
    }
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    if (value instanceof Time time) {
      return time.toLocalTime().toString();
    }
    if (value instanceof byte[] bytes) {
      return HEX.formatHex(bytes);
    }
    if (value instanceof Blob blob) {
      return HEX.formatHex(blob.getBytes(1, Math.toIntExact(blob.length())));
    }
    if (value instanceof Array array) {
      return plain(array.getArray());
    }
    if (value instanceof Object[] items) {
      List<String> texts = new ArrayList<>(items.length);
      for (Object item : items) {
        texts.add(plain(item));
      }
      return texts.toString();
    }
    return value.toString();
  }

  @Override
  public String toString() {
    return isEqual()
        ? "equal, " + sourceRows + " rows"
        : sourceRows
            + " rows, in the copy "
            + targetRows
            + ": "
            + missing
            + " missing, "
            + extra
            + " too many, "
            + different
            + " different; first: "
            + first;
  }

  /** What is gathered on the way. */
  private static final class Findings {
    private final long sourceRows;
    private final List<String> first = new ArrayList<>();
    private long targetRows;
    private long missing;
    private long extra;
    private long different;

    Findings(long sourceRows) {
      this.sourceRows = sourceRows;
    }

    void row(
        List<String> key,
        @Nullable List<String> original,
        List<String> copy,
        List<String> columns) {
      targetRows++;
      if (original == null) {
        extra++;
        name(key + " not in the original, or twice in the copy");
      } else if (!original.equals(copy)) {
        different++;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          if (!original.get(i).equals(copy.get(i))) {
            names.add(columns.get(i));
          }
        }
        name(key + " differs in " + names);
      }
    }

    void missing(List<String> key) {
      missing++;
      name(key + " missing in the copy");
    }

    private void name(String difference) {
      if (first.size() < MOST_NAMED) {
        first.add(difference);
      }
    }

    TableEquality result() {
      return new TableEquality(sourceRows, targetRows, missing, extra, different, first);
    }
  }
}
