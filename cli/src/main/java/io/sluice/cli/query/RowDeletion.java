package io.sluice.cli.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows that are to be deleted from a table, by their keys.
 *
 * @param table as in SQL: quoted names, the schema's before it if there is one
 * @param columns the columns of the key
 * @param kinds how the values of each of these columns are written
 * @param keys the keys, each with a text for every column; texts that the column's type understands
 */
public record RowDeletion(
    String table, List<String> columns, List<Kind> kinds, List<List<String>> keys) {
  private static final Pattern TABLE = Pattern.compile("\"([^\"]|\"\")+\"(\\.\"([^\"]|\"\")+\")?");
  private static final Pattern DIGITS = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern HEXADECIMAL = Pattern.compile("([0-9a-f]{2})*");

  /** How a value is written. */
  public enum Kind {
    /** As a text. */
    TEXT,
    /** As digits: a text would be compared as a number of floating point by some. */
    NUMBER,
    /** Bytes, from hexadecimal digits. */
    BYTES;

    private boolean admits(String text) {
      return switch (this) {
        case TEXT -> true;
        case NUMBER -> DIGITS.matcher(text).matches();
        case BYTES -> HEXADECIMAL.matcher(text).matches();
      };
    }
  }

  /**
   * Checks: it comes from another process.
   *
   * @throws IllegalArgumentException when it is none
   */
  public RowDeletion {
    columns = List.copyOf(columns);
    kinds = List.copyOf(kinds);
    keys = keys.stream().map(List::copyOf).toList();
    if (!TABLE.matcher(table).matches()
        || columns.isEmpty()
        || columns.size() != kinds.size()
        || keys.isEmpty()
        || !keys.stream().allMatch(fits(kinds))) {
      throw new IllegalArgumentException(
          "expected a quoted table, columns, their kinds, and keys with a text for each column");
    }
  }

  private static Predicate<List<String>> fits(List<Kind> kinds) {
    return key -> {
      boolean fits = key.size() == kinds.size();
      for (int i = 0; fits && i < kinds.size(); i++) {
        fits = kinds.get(i).admits(key.get(i));
      }
      return fits;
    };
  }

  /** Deletes them; returns how many rows there were. */
  public long run(Connection connection, SinkDatabase.Kind database) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeUpdate(sql(database));
    }
  }

  private String sql(SinkDatabase.Kind database) {
    return "DELETE FROM "
        + table
        + " WHERE "
        + keys.stream().map(key -> condition(key, database)).collect(Collectors.joining(" OR "));
  }

  private String condition(List<String> key, SinkDatabase.Kind database) {
    StringBuilder condition = new StringBuilder();
    for (int i = 0; i < key.size(); i++) {
      condition
          .append(i == 0 ? "" : " AND ")
          .append('"')
          .append(columns.get(i).replace("\"", "\"\""))
          .append("\" = ")
          .append(value(kinds.get(i), key.get(i), database));
    }
    return "(" + condition + ")";
  }

  private static String value(Kind kind, String text, SinkDatabase.Kind database) {
    return switch (kind) {
      case NUMBER -> text;
      case TEXT -> quoted(text);
      case BYTES ->
          switch (database) {
            case POSTGRESQL -> quoted("\\x" + text);
            case DUCKDB -> quoted(text.replaceAll("..", "\\\\x$0"));
            case SQLITE, MARIADB, OTHER -> "x" + quoted(text);
          };
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
