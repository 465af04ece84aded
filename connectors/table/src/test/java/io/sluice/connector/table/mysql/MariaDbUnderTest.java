package io.sluice.connector.table.mysql;

import io.sluice.connector.table.dialect.TargetUnderTest;
import io.sluice.connector.table.dialect.TypeReadings;
import io.sluice.testkit.InstalledMySql;
import io.sluice.testkit.MariaDbServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A database of its own on a MariaDB. */
final class MariaDbUnderTest implements TargetUnderTest {
  /** Times always have all digits of their column; the cases say none that are zero. */
  private static final Pattern ZEROS =
      Pattern.compile("((?:^|\\|)[-\\d: ]*\\d\\d:\\d\\d:\\d\\d(?:\\.\\d*[1-9])?)\\.?0+(?=\\||$)");

  /** An element of a list. */
  private static final Pattern ELEMENT = Pattern.compile("\\b(\\w+)\\[(\\d+)]");

  private final MariaDbServer server;
  private final String database;

  MariaDbUnderTest() {
    this(MariaDbServer.shared());
  }

  MariaDbUnderTest(MariaDbServer server) {
    this.server = server;
    database = server.newDatabase();
  }

  @Override
  public Map<String, String> config() {
    return Map.of(
        "url", server.jdbcUrl(database), "user", server.user(), "password", server.password());
  }

  /** Whether the tests run against a MySQL. */
  static boolean isMySql() {
    return InstalledMySql.asked().isPresent();
  }

  String database() {
    return database;
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            server.jdbcUrl(database) + "?tinyInt1isBit=false", server.user(), server.password());
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES,PIPES_AS_CONCAT'");
    }
    return connection;
  }

  /** The cases are written in the SQL that the other dialects share. */
  @Override
  public List<String> rows(String query) throws SQLException {
    String own =
        ELEMENT
            .matcher(query)
            .replaceAll(
                found ->
                    "json_value(%s, '\\$[%d]')"
                        .formatted(found.group(1), Integer.parseInt(found.group(2)) - 1))
            .replace(" as double precision)", " as double)")
            .replace(" as varchar)", " as char)");
    return TargetUnderTest.super.rows(own).stream()
        .map(row -> ZEROS.matcher(row).replaceAll("$1"))
        .toList();
  }

  /** Without the width that whole numbers are shown with. */
  @Override
  public String typeOf(String table, String column) throws SQLException {
    String json =
        isMySql()
            ? "data_type = 'json'"
            : "exists (select 1 from information_schema.check_constraints k where k.table_name ="
                + " c.table_name and k.constraint_schema = c.table_schema and k.constraint_name ="
                + " c.column_name)";
    return rows(("select if("
                + json
                + ", 'json', column_type) from information_schema.columns c"
                + " where table_schema = database() and table_name = '%s' and column_name = '%s'")
            .formatted(table, column))
        .get(0)
        .replaceFirst("int\\((?!1\\)).*\\)", "int");
  }

  @Override
  public OptionalInt port() {
    return OptionalInt.of(server.port());
  }

  @Override
  public String familyInsteadOf(String family) {
    return switch (family) {
      case "timetz", "interval" -> "text";
      case "timestamp_nanos" -> "timestamp";
      case "array of int32" -> "json";
      default -> family;
    };
  }

  @Override
  public String elements(String column) {
    return ("if(%1$s is null, null, (select coalesce(group_concat(coalesce(x, '-') order by o"
            + " separator ','), '') from json_table(%1$s, '$[*]' columns (o for ordinality, x"
            + " longtext path '$')) j))")
        .formatted(column);
  }

  @Override
  public Optional<TypeReadings> readings() {
    return Optional.of(new MariaDbReadings());
  }

  @Override
  public String idesOfMarch() {
    throw new UnsupportedOperationException("the calendar of the server begins later");
  }

  @Override
  public List<String> commentOf(String table, String column) throws SQLException {
    return rows(
        "select if(column_comment = '', null, column_comment) from information_schema.columns where table_schema = database() and table_name = '%s' and column_name = '%s'"
            .formatted(table, column));
  }

  @Override
  public int longestName() {
    return 64;
  }

  @Override
  public boolean columnCaseMatters() {
    return false;
  }

  @Override
  public void close() {
    server.drop(database);
    server.drop("public_x");
  }
}
