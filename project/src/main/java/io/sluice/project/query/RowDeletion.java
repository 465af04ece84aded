package io.sluice.project.query;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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

  /** Some databases take no longer conditions. */
  private static final int KEYS_A_STATEMENT = 100;

  /** How a value is written. */
  public enum Kind {
    /** As a text that is converted to the column's type. */
    TEXT,
    /** As the text that it is: another spelling is another value. */
    WORDS,
    /** As a number: a text would be compared as one of floating point by some. */
    NUMBER,
    /** Bytes, from hexadecimal digits. */
    BYTES;

    private boolean admits(String text) {
      return switch (this) {
        case TEXT, WORDS -> true;
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

  /**
   * Deletes all of them or none; returns how many rows there were.
   *
   * @param connection in auto-commit
   */
  public long run(Connection connection, SinkDatabase.Kind database) throws SQLException {
    connection.setAutoCommit(false);
    try {
      long deleted = 0;
      for (int i = 0; i < keys.size(); i += KEYS_A_STATEMENT) {
        deleted +=
            delete(
                connection, database, keys.subList(i, Math.min(keys.size(), i + KEYS_A_STATEMENT)));
      }
      connection.commit();
      return deleted;
    } catch (SQLException | RuntimeException e) {
      try {
        connection.rollback();
      } catch (SQLException other) {
        e.addSuppressed(other);
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private long delete(Connection connection, SinkDatabase.Kind database, List<List<String>> some)
      throws SQLException {
    String any = String.join(" OR ", Collections.nCopies(some.size(), condition(database)));
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM " + table + " WHERE " + any)) {
      int parameter = 0;
      for (List<String> key : some) {
        for (int i = 0; i < kinds.size(); i++) {
          for (int times = 0; times < parameters(kinds.get(i), database); times++) {
            bind(statement, ++parameter, kinds.get(i), key.get(i), database);
          }
        }
      }
      return statement.executeUpdate();
    }
  }

  /** One key's, with parameters: nothing of a row becomes a part of SQL. */
  private String condition(SinkDatabase.Kind database) {
    StringBuilder condition = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      String column = '"' + columns.get(i).replace("\"", "\"\"") + '"';
      condition.append(i == 0 ? "" : " AND ").append(column).append(" = ?");
      if (parameters(kinds.get(i), database) > 1) {
        condition
            .append(" AND CAST(CONVERT(")
            .append(column)
            .append(" USING utf8mb4) AS BINARY) = CAST(CONVERT(? USING utf8mb4) AS BINARY)");
      }
    }
    return "(" + condition + ")";
  }

  /**
   * How often a value is part of a key's condition: once for the index, and where the sink writes
   * keys whose collation takes different texts for one, once more for every byte.
   */
  private static int parameters(Kind kind, SinkDatabase.Kind database) {
    return kind == Kind.WORDS && database == SinkDatabase.Kind.MARIADB ? 2 : 1;
  }

  private static void bind(
      PreparedStatement statement, int i, Kind kind, String text, SinkDatabase.Kind database)
      throws SQLException {
    switch (kind) {
      case TEXT, WORDS -> text(statement, i, text, database);
      case NUMBER -> {
        switch (database) {
          // As their columns are: digits of a column of texts stay what they are.
          case POSTGRESQL, SQLITE -> text(statement, i, text, database);
          case DUCKDB, MARIADB, OTHER -> statement.setBigDecimal(i, new BigDecimal(text));
        }
      }
      case BYTES -> statement.setBytes(i, HexFormat.of().parseHex(text));
    }
  }

  private static void text(
      PreparedStatement statement, int i, String text, SinkDatabase.Kind database)
      throws SQLException {
    if (database == SinkDatabase.Kind.POSTGRESQL) {
      statement.setObject(i, text, Types.OTHER); // of the column's type, as a literal is
    } else {
      statement.setString(i, text);
    }
  }
}
