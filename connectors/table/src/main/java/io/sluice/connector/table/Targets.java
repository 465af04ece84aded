package io.sluice.connector.table;

import java.sql.SQLException;
import org.apache.kafka.common.config.ConfigException;

/** Chooses the dialect by the URL. To add one, implement {@link Target} and name it here. */
final class Targets {
  static final String DUCKDB = "jdbc:duckdb:";
  static final String POSTGRES = "jdbc:postgresql:";

  private Targets() {}

  static boolean knows(String url) {
    return url.startsWith(DUCKDB) || url.startsWith(POSTGRES);
  }

  static boolean isDuckDb(String url) {
    return url.startsWith(DUCKDB);
  }

  /** PostgreSQL cuts names to NAMEDATALEN - 1 bytes; DuckDB keeps them but ignores their case. */
  static TableNames.Rules nameRules(String url) {
    return isDuckDb(url)
        ? new TableNames.Rules(false, Integer.MAX_VALUE)
        : new TableNames.Rules(true, 63);
  }

  static Target open(TableSinkConfig config) throws SQLException {
    if (isDuckDb(config.url())) {
      return new DuckDbTarget(config);
    }
    if (config.url().startsWith(POSTGRES)) {
      return new PostgresTarget(config);
    }
    throw new ConfigException(
        TableSinkConfig.URL + ": expected a URL that begins with " + DUCKDB + " or " + POSTGRES);
  }
}
