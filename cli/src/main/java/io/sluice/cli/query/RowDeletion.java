package io.sluice.cli.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows that are to be deleted from a table, by their keys.
 *
 * @param table as in SQL: quoted names, the schema's before it if there is one
 * @param columns the columns of the key
 * @param keys the keys, each with a text for every column; texts that the column's type understands
 */
public record RowDeletion(String table, List<String> columns, List<List<String>> keys) {
  private static final Pattern TABLE = Pattern.compile("\"([^\"]|\"\")+\"(\\.\"([^\"]|\"\")+\")?");

  /**
   * Checks: it comes from another process.
   *
   * @throws IllegalArgumentException when it is none
   */
  public RowDeletion {
    columns = List.copyOf(columns);
    keys = keys.stream().map(List::copyOf).toList();
    int width = columns.size();
    if (!TABLE.matcher(table).matches()
        || width == 0
        || keys.isEmpty()
        || keys.stream().anyMatch(key -> key.size() != width)) {
      throw new IllegalArgumentException(
          "expected a quoted table, columns, and keys with a text for each column");
    }
  }

  /** Deletes them; returns how many rows there were. */
  public long run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeUpdate(sql());
    }
  }

  private String sql() {
    return "DELETE FROM "
        + table
        + " WHERE "
        + list(columns.stream().map(column -> '"' + column.replace("\"", "\"\"") + '"').toList())
        + " IN ("
        + keys.stream()
            .map(
                key -> list(key.stream().map(text -> "'" + text.replace("'", "''") + "'").toList()))
            .collect(Collectors.joining(", "))
        + ")";
  }

  private static String list(List<String> parts) {
    return parts.size() == 1 ? parts.get(0) : "(" + String.join(", ", parts) + ")";
  }
}
