package io.sluice.connector.table;

import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.TargetUrl;
import io.sluice.connector.table.duckdb.DuckDbTarget;
import io.sluice.connector.table.jdbc.JdbcTarget;
import io.sluice.connector.table.mysql.MySqlTarget;
import io.sluice.connector.table.postgres.PostgresTarget;
import io.sluice.connector.table.sqlite.SqliteTarget;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.Refusals;
import io.sluice.connector.table.target.Target;
import io.sluice.connector.table.target.TargetThread;
import io.sluice.connector.table.target.WatchedTarget;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/** Chooses the dialect by the URL. To add one, implement {@link Target} and name it here. */
final class Targets {
  private Targets() {}

  /**
   * PostgreSQL cuts names to NAMEDATALEN - 1 bytes; DuckDB and SQLite keep them but ignore case. A
   * MySQL refuses more than 64 characters, ignores the case of columns, and minds that of tables as
   * its machine does: whoever assumes that it does not merges none.
   */
  static NameRules nameRules(String url) {
    if (TargetUrl.isGeneric(url)) {
      // What is too long is refused when it is made, as databases do that do not cut.
      return new NameRules(true, true, Integer.MAX_VALUE, true);
    }
    if (TargetUrl.isMySql(url)) {
      return new NameRules(false, false, 64, false);
    }
    return TargetUrl.isFile(url)
        ? new NameRules(false, false, Integer.MAX_VALUE, true)
        : new NameRules(true, true, 63, true);
  }

  /**
   * Opens the target.
   *
   * @param refusals gets rows that are refused after {@link Target#apply} has returned
   * @param filled see {@link WatchedTarget}
   */
  static Target open(TableSinkConfig config, Refusals refusals, Set<String> filled)
      throws SQLException {
    Target watched = new WatchedTarget(dialect(config), config.autoRecreate(), filled);
    // The database works on one batch while the next one is made.
    return new TargetThread("sluice " + config.name() + " target", watched, refusals);
  }

  /** What went wrong where no target could be opened. */
  static Fault fault(String url, SQLException e) {
    if (TargetUrl.isDuckDb(url)) {
      return DuckDbTarget.faultOf(e);
    }
    if (TargetUrl.isSqlite(url)) {
      return SqliteTarget.faultOf(e);
    }
    if (TargetUrl.isPostgres(url)) {
      return PostgresTarget.faultOf(e);
    }
    return TargetUrl.isMySql(url) ? MySqlTarget.faultOf(e) : JdbcTarget.faultOf(e);
  }

  private static Target dialect(TableSinkConfig config) throws SQLException {
    if (TargetUrl.isDuckDb(config.url())) {
      return new DuckDbTarget(config);
    }
    if (TargetUrl.isSqlite(config.url())) {
      return new SqliteTarget(config);
    }
    if (TargetUrl.isPostgres(config.url())) {
      return new PostgresTarget(config);
    }
    if (TargetUrl.isGeneric(config.url())) {
      return new JdbcTarget(config);
    }
    if (TargetUrl.isMySql(config.url())) {
      return new MySqlTarget(config);
    }
    throw new ConfigException(
        TableSinkConfig.URL
            + ": expected a URL that begins with "
            + TargetUrl.DUCKDB
            + ", "
            + TargetUrl.SQLITE
            + ", "
            + TargetUrl.POSTGRES
            + ", "
            + TargetUrl.MARIADB
            + " or "
            + TargetUrl.MYSQL);
  }
}
