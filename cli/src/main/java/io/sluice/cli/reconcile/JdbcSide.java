package io.sluice.cli.reconcile;

import io.sluice.cli.compare.Dialect;
import io.sluice.cli.compare.PostgresDialect;
import io.sluice.cli.compare.Side;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database by a connection of ours. Used by one thread. */
final class JdbcSide implements Side, AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;

  JdbcSide(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /**
   * A PostgreSQL database, whose texts are made comparable; the server refuses every write of this
   * connection from then on. Closes the connection on failure.
   */
  static JdbcSide postgres(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // The driver's own setReadOnly reaches only transactions that it begins itself.
      statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
      statement.execute("SET datestyle = 'ISO'");
      statement.execute("SET extra_float_digits = 1");
      // Compiling pays for queries of many seconds only, and ours are kept short.
      statement.execute("SET jit = off");
      try (ResultSet row = statement.executeQuery("SHOW server_encoding")) {
        row.next();
        return new JdbcSide(connection, new PostgresDialect(row.getString(1).equals("UTF8")));
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public List<List<@Nullable String>> rows(String sql) throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet result = statement.executeQuery(sql)) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<@Nullable String> row = new ArrayList<>(columns);
          for (int c = 1; c <= columns; c++) {
            row.add(result.getString(c));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
