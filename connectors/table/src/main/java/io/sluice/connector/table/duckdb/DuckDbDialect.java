package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.config.DriverProperties;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.UrlParameters;
import io.sluice.connector.table.target.Dialect;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.NameRules;
import io.sluice.connector.table.target.Problem;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** DuckDB: a file of one process, which lets one transaction at a time change a table. */
public final class DuckDbDialect implements Dialect {
  private static final String PREFIX = "jdbc:duckdb:";

  /** Two connections of one process to the same file must not differ in what opens it. */
  private static final DriverProperties PROPERTIES =
      DriverProperties.none(
          "DuckDB",
          new UrlParameters(";", ";", true, false),
          "is not taken with DuckDB, which is set by "
              + TableSinkConfig.DUCKDB_MEMORY
              + " and "
              + TableSinkConfig.DUCKDB_THREADS);

  @Override
  public String product() {
    return "DuckDB";
  }

  @Override
  public List<String> prefixes() {
    return List.of(PREFIX);
  }

  /** It keeps names of any length, and ignores case. */
  @Override
  public NameRules names(TableSinkConfig config) {
    return new NameRules(false, false, Integer.MAX_VALUE, true);
  }

  @Override
  public Optional<String> oneTask() {
    return Optional.of("the target's file has one writer");
  }

  @Override
  public DriverProperties properties() {
    return PROPERTIES;
  }

  @Override
  public Optional<Problem> check(TableSinkConfig config) {
    return Problem.ofFile(PREFIX, config.url());
  }

  @Override
  public Target open(TableSinkConfig config) throws SQLException {
    return new DuckDbTarget(config);
  }

  @Override
  public Fault fault(SQLException e) {
    return DuckDbTrouble.of(e);
  }
}
