package io.sluice.project.query;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * A PostgreSQL sink. The text becomes the query of a cursor in a read-only transaction: the grammar
 * of DECLARE admits nothing but a query without data-modifying parts, the protocol admits one
 * command a message, and only as many rows as asked for leave the server.
 */
final class PostgresQueries implements ReadOnlyTarget {
  private static final String TIMEOUT_MS = "60000";

  private final Connection connection;

  private PostgresQueries(Connection connection) {
    this.connection = connection;
  }

  /** Logs in with the login of the sink. */
  static PostgresQueries open(String url, Properties login) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(login);
    properties.setProperty("readOnly", "true");
    properties.setProperty("readOnlyMode", "always");
    properties.setProperty("ApplicationName", "sluice sql");
    properties.setProperty("connectTimeout", "10");
    // One command a message, which the server checks: never the simple protocol.
    properties.setProperty("preferQueryMode", "extended");
    properties.setProperty("options", "-c statement_timeout=" + TIMEOUT_MS);
    Connection connection = DriverManager.getConnection(url, properties);
    try {
      connection.setAutoCommit(false);
      return new PostgresQueries(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public QueryResult query(String sql, int limit) throws SQLException {
    String single = single(sql);
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute("SET TRANSACTION READ ONLY");
      statement.execute("DECLARE sluice_query NO SCROLL CURSOR FOR\n" + single);
      try (ResultSet rows =
          statement.executeQuery("FETCH FORWARD " + (limit + 1L) + " FROM sluice_query")) {
        return QueryResult.read(rows, limit);
      }
    } catch (SQLException e) {
      if ("42601".equals(e.getSQLState()) || "0A000".equals(e.getSQLState())) {
        throw new SQLException(
            "not a query that can be run here (one SELECT, VALUES or TABLE): " + e.getMessage(),
            e.getSQLState(),
            e);
      }
      throw e;
    } finally {
      connection.rollback();
    }
  }

  /** The driver would send several statements one by one, so that must not be more than one. */
  private static String single(String sql) throws SQLException {
    List<NativeQuery> statements = Parser.parseJdbcSql(sql, true, false, true, false, false);
    if (statements.size() != 1) {
      throw new NotAQueryException(
          "expected one query but found " + statements.size() + " statements");
    }
    return statements.get(0).nativeSql;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
