package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.config.DriverProperties;
import io.sluice.connector.table.config.TableSinkConfig;
import io.sluice.connector.table.config.UrlParameters;
import io.sluice.connector.table.target.Fault;
import io.sluice.connector.table.target.FileDialect;
import io.sluice.connector.table.target.Target;
import java.sql.SQLException;

/** DuckDB: a file of one process, which lets one transaction at a time change a table. */
public final class DuckDbDialect extends FileDialect {
  /** Two connections of one process to the same file must not differ in what opens it. */
  private static final DriverProperties PROPERTIES =
      DriverProperties.none(
          "DuckDB",
          new UrlParameters(";", ";", true, false),
          "is not taken with DuckDB, which is set by "
              + TableSinkConfig.DUCKDB_MEMORY
              + " and "
              + TableSinkConfig.DUCKDB_THREADS);

  /** Holds nothing. */
  public DuckDbDialect() {
    super("DuckDB", "jdbc:duckdb:");
  }

  @Override
  public DriverProperties properties() {
    return PROPERTIES;
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
