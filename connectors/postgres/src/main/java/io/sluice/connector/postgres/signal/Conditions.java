package io.sluice.connector.postgres.signal;

import org.jspecify.annotations.Nullable;

/**
 * Looks after conditions that come with signals. They become part of a query, and must not become
 * anything else: a parenthesis too many would end the query and begin another statement.
 */
final class Conditions {

  private Conditions() {}

  /** What is wrong with a condition, null when nothing is. */
  static @Nullable String problem(String sql) {
    int depth = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"') {
        int end = sql.indexOf(c, i + 1);
        if (end < 0) {
          return "has a quote that is not closed";
        }
        if (sql.substring(i, end).indexOf('\\') >= 0) {
          return "has a backslash between quotes";
        }
        i = end;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth < 0) {
        return "closes a parenthesis that it does not open";
      } else if (c == ';' || c == '$' || sql.startsWith("--", i) || sql.startsWith("/*", i)) {
        return "has '" + (c == ';' || c == '$' ? c : sql.substring(i, i + 2)) + "'";
      }
    }
    return depth > 0 ? "has a parenthesis that is not closed" : null;
  }
}
