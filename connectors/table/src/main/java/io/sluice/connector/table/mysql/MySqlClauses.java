package io.sluice.connector.table.mysql;

import io.sluice.connector.table.sql.Sql;
import io.sluice.connector.table.sql.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table as {@code SHOW CREATE TABLE} has them. A change of a column says all of it
 * anew, and what is not said the server takes away: checks, {@code ON UPDATE}, defaults, what makes
 * a column invisible. So its own words are said again, but for what changes.
 */
final class MySqlClauses {
  private final Map<String, List<String>> words;

  private MySqlClauses(Map<String, List<String>> words) {
    this.words = words;
  }

  /** Those of a table that is there. The session quotes names as standard SQL does. */
  static MySqlClauses of(Connection connection, Table.Name name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW CREATE TABLE " + Sql.quote(name))) {
      row.next();
      return of(row.getString(2));
    }
  }

  static MySqlClauses of(String creation) {
    String inside =
        split(creation, ' ').stream().filter(part -> part.startsWith("(")).findFirst().orElse("()");
    Map<String, List<String>> words = new LinkedHashMap<>();
    for (String element : split(inside.substring(1, inside.length() - 1), ',')) {
      List<String> parts = split(element, ' ');
      if (!parts.isEmpty() && parts.get(0).startsWith("\"")) {
        String quoted = parts.get(0);
        words.put(
            quoted.substring(1, quoted.length() - 1).replace("\"\"", "\""),
            parts.subList(1, parts.size()));
      }
    }
    return new MySqlClauses(words);
  }

  /**
   * What makes a column as it is to be.
   *
   * @param column as it is now
   * @param type its new type, with what text needs besides; null to leave it
   * @param nullable whether it may be null from then on
   * @param comment its comment from then on
   */
  String modification(
      MySqlTables.Described column, @Nullable String type, boolean nullable, String comment) {
    List<String> rest = new ArrayList<>(words.getOrDefault(column.name(), List.of()));
    int ofType = split(column.type(), ' ').size();
    List<String> made = new ArrayList<>(rest.subList(0, Math.min(ofType, rest.size())));
    rest.subList(0, made.size()).clear();
    if (is(rest, 0, "CHARACTER", "SET")) {
      move(rest, 3, made);
    }
    if (is(rest, 0, "COLLATE")) {
      move(rest, 2, made);
    }
    if (type != null) {
      made.clear();
      made.add(type);
      removeOfOldType(rest, column);
    }
    made.add(nullable ? "NULL" : "NOT NULL");
    remove(rest, 2, "NOT", "NULL");
    removeNull(rest);
    remove(rest, 2, "COMMENT");
    if (!comment.isEmpty() && (type == null || !type.contains(" COMMENT "))) {
      made.add("COMMENT " + MySqlChanges.literal(comment));
    }
    made.addAll(rest); // A check is said last.
    return "MODIFY COLUMN " + Sql.quote(column.name()) + " " + String.join(" ", made);
  }

  /** What only the type had that it was: the check that makes a text JSON; a time's renewal. */
  private static void removeOfOldType(List<String> rest, MySqlTables.Described column) {
    if (column.json()) {
      for (int i = 0; i + 1 < rest.size(); i++) {
        if (is(rest, i, "CHECK") && rest.get(i + 1).startsWith("(json_valid(")) {
          rest.subList(i, i + 2).clear();
          break;
        }
      }
    }
    remove(rest, 3, "ON", "UPDATE");
  }

  private static void move(List<String> from, int count, List<String> to) {
    List<String> moved = from.subList(0, Math.min(count, from.size()));
    to.addAll(moved);
    moved.clear();
  }

  private static boolean is(List<String> words, int at, String... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (at + i >= words.size() || !words.get(at + i).equalsIgnoreCase(expected[i])) {
        return false;
      }
    }
    return true;
  }

  private static void remove(List<String> words, int count, String... beginning) {
    for (int i = 0; i + count <= words.size(); i++) {
      if (is(words, i, beginning)) {
        words.subList(i, i + count).clear();
        return;
      }
    }
  }

  /** That it may be null, not that null is its default, which must go where it may not be. */
  private static void removeNull(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (is(words, i, "NULL") && !(i > 0 && is(words, i - 1, "DEFAULT"))) {
        words.remove(i);
        return;
      }
    }
  }

  /** The parts between separators that stand in no quotes, brackets or comments; none is empty. */
  private static List<String> split(String sql, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"' || c == '`') {
        i = endOfQuotes(sql, i);
      } else if (c == '/' && sql.startsWith("/*", i)) {
        int end = sql.indexOf("*/", i);
        i = end < 0 ? sql.length() - 1 : end + 1;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (depth == 0 && (c == separator || separator == ' ' && c == '\n')) {
        add(parts, sql.substring(start, i));
        start = i + 1;
      }
    }
    add(parts, sql.substring(start));
    return parts;
  }

  private static void add(List<String> parts, String part) {
    if (!part.isBlank()) {
      parts.add(part.strip());
    }
  }

  private static int endOfQuotes(String sql, int start) {
    char quote = sql.charAt(start);
    for (int i = start + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\\' && quote == '\'') {
        i++;
      } else if (c == quote) {
        if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
          i++;
        } else {
          return i;
        }
      }
    }
    return sql.length() - 1;
  }
}
