package io.sluice.connector.table.sqlite;

import io.sluice.connector.table.config.DriverProperties;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.UrlParameters;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.FileDialect;
import io.sluice.connector.table.target.Problem;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import java.util.Optional;

/** SQLite: a file that lets one transaction at a time change anything. */
public final class SqliteDialect extends FileDialect {
  /** Holds nothing. */
  public SqliteDialect() {
    super("SQLite", "jdbc:sqlite:");
  }

  @Override
  public DriverProperties properties() {
    return DriverProperties.none(
        "SQLite", new UrlParameters("?", "&", true, false), "is not taken with SQLite; remove it");
  }

  @Override
  public Optional<Problem> unfit(TableSinkConfig config) {
    if (hasSchema(config.tableNameFormat())) {
      return Optional.of(
          new Problem(
              TableSinkConfig.TABLE_NAME_FORMAT,
              "a SQLite file has no schemas. Use a name without a dot, such as"
                  + " ${schema}_${table}"));
    }
    return super.unfit(config);
  }

  private static boolean hasSchema(String format) {
    return format.replaceAll("\\$\\{[^}]*}", "").contains(".");
  }

  @Override
  public Target open(TableSinkConfig config) throws SQLException {
    return new SqliteTarget(config);
  }

  @Override
  public Fault fault(SQLException e) {
    return SqliteTrouble.of(e);
  }
}
