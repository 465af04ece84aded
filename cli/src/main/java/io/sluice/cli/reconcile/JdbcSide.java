package io.sluice.cli.reconcile;

import io.sluice.cli.compare.dialect.Dialect;
import io.sluice.cli.compare.dialect.JdbcDialect;
import io.sluice.cli.compare.dialect.MySqlDialect;
import io.sluice.cli.compare.dialect.PostgresDialect;
import io.sluice.cli.compare.dialect.ReadSide;
import io.sluice.cli.compare.dialect.SqliteDialect;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database by a connection of ours, which cannot write. Used by one thread. */
final class JdbcSide implements ReadSide, AutoCloseable {
  private static final int ROWS_FETCHED = 1_000;

  private final Connection connection;
  private final Dialect dialect;

  JdbcSide(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** What a new connection needs before it is asked anything. */
  private interface Preparation {
    Dialect prepare(Statement statement) throws SQLException;
  }

  private static JdbcSide prepared(Connection connection, Preparation preparation)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return new JdbcSide(connection, preparation.prepare(statement));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * A PostgreSQL database, whose texts are made comparable; the server refuses every write of this
   * connection from then on. Closes the connection on failure.
   */
  static JdbcSide postgres(Connection connection) throws SQLException {
    return prepared(
        connection,
        statement -> {
          // The driver's own setReadOnly reaches only transactions that it begins itself.
          statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
          statement.execute("SET datestyle = 'ISO'");
          statement.execute("SET extra_float_digits = 1");
          // Compiling pays for queries of many seconds only, and ours are kept short.
          statement.execute("SET jit = off");
          return new PostgresDialect(one(statement, "SHOW server_encoding").equals("UTF8"));
        });
  }

  /** A MariaDB or MySQL, likewise. Closes the connection on failure. */
  static JdbcSide mySql(Connection connection) throws SQLException {
    return prepared(
        connection,
        statement -> {
          statement.execute("SET SESSION TRANSACTION READ ONLY");
          statement.execute(
              "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES',"
                  + " time_zone = '+00:00'");
          return new MySqlDialect(one(statement, "SELECT VERSION()").contains("MariaDB"));
        });
  }

  /** A file of SQLite, likewise. Closes the connection on failure. */
  static JdbcSide sqlite(Connection connection) throws SQLException {
    return prepared(
        connection,
        statement -> {
          statement.execute("PRAGMA query_only = true");
          return new SqliteDialect();
        });
  }

  /**
   * A database of which only the driver is known, which is asked not to write. Closes the
   * connection on failure.
   */
  static JdbcSide other(Connection connection) throws SQLException {
    return prepared(
        connection,
        statement -> {
          connection.setReadOnly(true);
          // Many drivers hold a whole result in memory otherwise.
          connection.setAutoCommit(false);
          return new JdbcDialect();
        });
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
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
    } finally {
      ended();
    }
    return rows;
  }

  /** Ends the transaction, where each question does not end its own: the next one sees what is. */
  private void ended() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  @Override
  public void read(String sql, Parameters parameters, Visitor visitor) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(ROWS_FETCHED);
      parameters.set(statement);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          visitor.visit(result);
        }
      }
    } finally {
      ended();
    }
  }

  @Override
  public List<Described> described(String schema, String table) throws SQLException {
    DatabaseMetaData about = connection.getMetaData();
    String in = schema.isEmpty() ? connection.getSchema() : schema;
    List<Described> columns = new ArrayList<>();
    try (ResultSet rows =
        about.getColumns(connection.getCatalog(), escaped(about, in), escaped(about, table), "%")) {
      while (rows.next()) {
        columns.add(
            new Described(
                rows.getString("COLUMN_NAME"),
                rows.getString("TYPE_NAME"),
                rows.getInt("DATA_TYPE"),
                rows.getInt("COLUMN_SIZE"),
                rows.getInt("DECIMAL_DIGITS")));
      }
    } finally {
      ended();
    }
    return columns;
  }

  /** Of a name in a pattern, which is what the driver takes it for. */
  private static @Nullable String escaped(DatabaseMetaData about, @Nullable String name)
      throws SQLException {
    if (name == null) {
      return null;
    }
    String escape = about.getSearchStringEscape();
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
