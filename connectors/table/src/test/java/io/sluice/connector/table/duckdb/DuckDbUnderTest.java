package io.sluice.connector.table.duckdb;

import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TypeReadings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A DuckDB file that nothing was written to. */
final class DuckDbUnderTest implements TargetUnderTest {
  private final String url;

  DuckDbUnderTest(Path emptyFolder) {
    url = "jdbc:duckdb:" + emptyFolder.resolve("target.duckdb");
  }

  @Override
  public Map<String, String> config() {
    return Map.of("url", url);
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  @Override
  public String typeOf(String table, String column) throws SQLException {
    return rows("select data_type from duckdb_columns() where table_name = '%s' and column_name = '%s'"
            .formatted(table, column))
        .get(0);
  }

  @Override
  public String elements(String column) {
    return "array_to_string(list_transform("
        + column
        + ", lambda x: coalesce(cast(x as varchar), '-')), ',')";
  }

  @Override
  public Optional<TypeReadings> readings() {
    return Optional.of(new DuckDbReadings());
  }

  @Override
  public String idesOfMarch() {
    return "0044-03-15 (BC) 00:00:00";
  }

  @Override
  public List<String> commentOf(String table, String column) throws SQLException {
    return rows(
        "select comment from duckdb_columns() where table_name = '%s' and column_name = '%s'"
            .formatted(table, column));
  }

  @Override
  public int longestName() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean columnCaseMatters() {
    return false;
  }

  @Override
  public void close() {}
}
