package io.sluice.registry.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows. */
final class Rows {
  /** So many rows come from a server at a time where each may have a megabyte. */
  private static final int LONG_ROWS = 8;

  private Rows() {}

  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> all(
      Connection connection, String sql, RowReader<T> reader, Object... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (row.next()) {
          rows.add(reader.read(row));
        }
        return rows;
      }
    }
  }

  /** Looks at a row, and says whether it wants the next one. */
  interface RowVisitor {
    boolean visit(ResultSet row) throws SQLException;
  }

  /** Visits rows that may be long, a few of which are in memory at a time. */
  static void each(Connection connection, String sql, RowVisitor visitor, Object... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(LONG_ROWS);
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        boolean more = true;
        while (more && row.next()) {
          more = visitor.visit(row);
        }
      }
    }
  }

  static <T> Optional<T> first(
      Connection connection, String sql, RowReader<T> reader, Object... parameters)
      throws SQLException {
    List<T> rows = all(connection, sql, reader, parameters);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }
}
