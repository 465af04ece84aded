package io.sluice.connector.table;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.TargetUrl;
import io.sluice.connector.table.jdbc.Drivers;
import io.sluice.connector.table.jdbc.JdbcTarget;
import io.sluice.connector.table.mysql.MySqlTarget;
import io.sluice.connector.table.postgres.PostgresTarget;
import io.sluice.connector.table.target.Sql;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Looks, before anything runs, whether the target can be reached and written. Changes nothing in
 * it.
 */
final class TargetCheck {
  /**
   * What is wrong.
   *
   * @param setting which setting to correct
   * @param message what was expected and what to do; without secrets
   */
  record Problem(String setting, String message) {}

  private TargetCheck() {}

  /** The first thing that is wrong, or nothing. */
  static Optional<Problem> of(TableSinkConfig config) {
    if (TargetUrl.isGeneric(config.url())) {
      return generic(config);
    }
    if (TargetUrl.isFile(config.url())) {
      return file(config);
    }
    return TargetUrl.isMySql(config.url()) ? mySql(config) : postgres(config);
  }

  private static Optional<Problem> mySql(TableSinkConfig config) {
    try {
      return MySqlTarget.check(config).map(wrong -> new Problem(TableSinkConfig.URL, wrong));
    } catch (SQLException e) {
      return Optional.of(problem("MariaDB or MySQL", String.valueOf(e.getSQLState())));
    }
  }

  /** Without opening it: the pipeline that is being checked may be running and hold the file. */
  private static Optional<Problem> file(TableSinkConfig config) {
    boolean sqlite = TargetUrl.isSqlite(config.url());
    String prefix = sqlite ? TargetUrl.SQLITE : TargetUrl.DUCKDB;
    String file = config.url().substring(prefix.length());
    if (sqlite && hasSchema(config.tableNameFormat())) {
      return Optional.of(
          new Problem(
              TableSinkConfig.TABLE_NAME_FORMAT,
              "a SQLite file has no schemas. Use a name without a dot, such as"
                  + " ${schema}_${table}"));
    }
    if (file.isEmpty() || file.startsWith(":memory:")) {
      return Optional.of(
          new Problem(
              TableSinkConfig.URL,
              "expected a file, " + prefix + "warehouse.db; a database in memory would be lost"));
    }
    try {
      Path path = Path.of(file).toAbsolutePath();
      Path folder = path.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        return Optional.of(
            new Problem(TableSinkConfig.URL, "the folder of the file does not exist. Make it."));
      }
      if (Files.isDirectory(path) || !Files.isWritable(Files.exists(path) ? path : folder)) {
        return Optional.of(new Problem(TableSinkConfig.URL, "the file cannot be written"));
      }
      return Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.of(new Problem(TableSinkConfig.URL, "not a path of this operating system"));
    }
  }

  private static boolean hasSchema(String format) {
    return format.replaceAll("\\$\\{[^}]*}", "").contains(".");
  }

  private static Optional<Problem> postgres(TableSinkConfig config) {
    try (Connection connection = PostgresTarget.connect(config);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_schema(), current_user,"
                    + " has_schema_privilege(current_schema(), 'CREATE')")) {
      row.next();
      if (row.getBoolean(3)) {
        return Optional.empty();
      }
      return Optional.of(
          new Problem(
              TableSinkConfig.USER,
              "may not create tables, and the offsets need one. As the owner: GRANT CREATE ON"
                  + " SCHEMA "
                  + row.getString(1)
                  + " TO "
                  + Sql.quote(row.getString(2))));
    } catch (SQLException e) {
      return Optional.of(problem("PostgreSQL", String.valueOf(e.getSQLState())));
    }
  }

  private static Optional<Problem> generic(TableSinkConfig config) {
    try {
      if (Drivers.of(config.url()).isEmpty()) {
        return Optional.of(new Problem(TableSinkConfig.URL, Drivers.missing(config.url())));
      }
      JdbcTarget.check(config);
      return Optional.empty();
    } catch (ConnectException e) {
      return Optional.of(new Problem(TableSinkConfig.URL, String.valueOf(e.getMessage())));
    } catch (SQLException e) {
      return Optional.of(
          new Problem(
              TableSinkConfig.URL,
              "no database answers there, or it refused user and password (SQL state "
                  + e.getSQLState()
                  + "). Check these, and that it runs."));
    }
  }

  /** By SQL state; the driver's message may repeat the URL, and with it a password. */
  private static Problem problem(String database, String state) {
    if (state.startsWith("28")) {
      return new Problem(
          TableSinkConfig.PASSWORD,
          "the server refused this user and password (SQL state " + state + ")");
    }
    if (state.equals("3D000")) {
      return new Problem(
          TableSinkConfig.URL, "names no database, or one that does not exist on that server");
    }
    if (state.startsWith("0A")) {
      return new Problem(
          TableSinkConfig.URL,
          "the server is too old (MariaDB 10.2 or MySQL 8.0.17 is the first that will do), or keeps"
              + " sql_mode from being strict");
    }
    return new Problem(
        TableSinkConfig.URL,
        "no "
            + database
            + " answers there (SQL state "
            + state
            + "). Check host and port, and that the server runs.");
  }
}
