package io.sluice.state.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What every table here needs of JDBC. */
public final class Sql {
  private Sql() {}

  /** Runs one statement that changes rows. */
  public static void update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  /** A moment that is stored as milliseconds since 1970. */
  public static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  /** The text without the one character that PostgreSQL's text cannot hold: U+0000. */
  public static String text(String any) {
    return any.replace('\0', '\u2400');
  }
}
