package io.sluice.connector.postgres.incremental;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Why a table is not read that somebody asked for. */
final class Refusal {

  /** A table that somebody holds is not waited for on the reading thread. */
  private static final String PATIENCE = "SET lock_timeout = 200";

  private static final String FOR_EVER = "SET lock_timeout = 0";

  private Refusal() {}

  /**
   * Has the server look at a query without running it.
   *
   * @param query that gives no row
   * @return why it does not take it, null when it does or when that cannot be told now
   */
  static @Nullable String of(Connection sql, String query) throws SQLException {
    try (Statement statement = sql.createStatement()) {
      statement.execute(PATIENCE);
      try {
        statement.execute(query);
        return null;
      } catch (SQLException e) {
        return isOfQuery(e) ? reason(e) : null;
      } finally {
        statement.execute(FOR_EVER);
      }
    }
  }

  /** In a few words; what a server says of rows may quote them. */
  static String reason(Exception failure) {
    String message = failure.getMessage();
    if (failure instanceof ConnectException && message != null) {
      return message;
    }
    if (failure instanceof SQLException e) {
      return isOfQuery(e)
          ? "the server does not take the query: "
              + String.valueOf(message).lines().findFirst().orElse("")
          : "the server answered with SQL state " + e.getSQLState();
    }
    return "it cannot be read so";
  }

  /** Syntax, names and types: told by the query and the catalog, before any row is looked at. */
  private static boolean isOfQuery(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("42");
  }
}
