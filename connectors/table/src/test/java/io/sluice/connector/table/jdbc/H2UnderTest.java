package io.sluice.connector.table.jdbc;

import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TypeReadings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database that has no dialect, in this process. Unquoted names of the tests are lower case. */
final class H2UnderTest implements TargetUnderTest {
  private final String url;

  H2UnderTest(Path emptyFolder) {
    url =
        "jdbc:h2:file:"
            + emptyFolder.resolve("target")
            + ";DATABASE_TO_LOWER=TRUE;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=2000;NON_KEYWORDS=SECOND";
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
    return rows(("select data_type || coalesce('(' || numeric_precision || ',' || numeric_scale ||"
                + " ')', '') from information_schema.columns where table_name = '%s' and"
                + " column_name = '%s'")
            .formatted(table, column))
        .get(0);
  }

  @Override
  public String familyInsteadOf(String family) {
    return switch (family) {
      case "timetz", "interval", "timestamp_nanos", "uuid", "json" -> "text";
      case "array of int32" -> "text";
      default -> family;
    };
  }

  @Override
  public String elements(String column) {
    return column;
  }

  /** Lists are texts: the only letter of each of two. */
  @Override
  public String element(String list, int position) {
    return "substring(" + list + ", " + (position * 4 - 1) + ", 1)";
  }

  @Override
  public Optional<TypeReadings> readings() {
    return Optional.of(new H2Readings());
  }

  @Override
  public List<String> commentOf(String table, String column) {
    return List.of("null");
  }

  @Override
  public String idesOfMarch() {
    throw new UnsupportedOperationException("years before the first are refused");
  }

  @Override
  public int longestName() {
    return 256;
  }

  @Override
  public boolean columnCaseMatters() {
    return true;
  }

  @Override
  public void close() {}
}
