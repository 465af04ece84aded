package io.sluice.connector.table.postgres;

import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TypeReadings;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A database of its own on the shared server. */
final class PostgresUnderTest implements TargetUnderTest {
  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @Override
  public Map<String, String> config() {
    return Map.of(
        "url",
        database.jdbcUrl(),
        "user",
        database.server().user(),
        "password",
        database.server().password());
  }

  @Override
  public Connection connect() throws SQLException {
    return database.connect();
  }

  @Override
  public String typeOf(String table, String column) throws SQLException {
    return rows("select format_type(atttypid, atttypmod) from pg_attribute"
            + " where attrelid = '%s'::regclass and attname = '%s'".formatted(table, column))
        .get(0);
  }

  @Override
  public OptionalInt port() {
    return OptionalInt.of(database.server().port());
  }

  @Override
  public String familyInsteadOf(String family) {
    return family.equals("timestamp_nanos") ? "timestamp" : family;
  }

  @Override
  public String elements(String column) {
    return "array_to_string(" + column + ", ',', '-')";
  }

  @Override
  public Optional<TypeReadings> readings() {
    return Optional.of(new PostgresReadings());
  }

  @Override
  public String idesOfMarch() {
    return "0044-03-15 00:00:00 BC";
  }

  @Override
  public List<String> commentOf(String table, String column) throws SQLException {
    return rows(
        "select col_description(attrelid, attnum) from pg_attribute"
            + " where attrelid = '%s'::regclass and attname = '%s'".formatted(table, column));
  }

  @Override
  public int longestName() {
    return 63;
  }

  @Override
  public boolean columnCaseMatters() {
    return true;
  }

  @Override
  public void close() {
    database.close();
  }
}
