package io.sluice.project.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostgresInspectionTest {
  private static final AtomicInteger ROLES = new AtomicInteger();

  private final PostgresServer server = PostgresServer.shared();
  private final PostgresDatabase database = server.newDatabase();

  @Test
  void a_superuser_with_keyed_tables_finds_nothing_in_the_way() throws SQLException {
    database.sql(
        "create table orders (id int primary key)", "create table customers (id int primary key)");
    List<Finding> findings = findings(server.user());
    assertThat(findings).allMatch(f -> f.level() == Finding.Level.OK);
    assertThat(findings)
        .extracting(Finding::check)
        .contains("wal_level", "slot", "publication", "tables");
  }

  @Test
  void a_user_without_privileges_is_told_the_sql_for_each() throws SQLException {
    database.sql("create table orders (id int primary key)");
    String user = role("login");
    database.sql("revoke create on database " + database.name() + " from public");
    List<Finding> findings = findings(user);
    assertThat(fix(findings, "replication")).contains("ALTER ROLE \"" + user + "\" REPLICATION;");
    assertThat(fix(findings, "table public.orders"))
        .contains("GRANT SELECT ON \"public\".\"orders\" TO \"" + user + "\";");
    assertThat(fix(findings, "publication"))
        .contains("CREATE PUBLICATION \"sluice_test\" FOR TABLE \"public\".\"orders\";");
  }

  @Test
  void a_table_in_a_schema_that_the_user_may_not_enter_is_named_with_the_sql_that_lets_it_in()
      throws SQLException {
    database.sql("create schema \"Other.S\"", "create table \"Other.S\".t (id int primary key)");
    String user = role("login");
    assertThat(fix(findings(user), "table Other.S.t"))
        .contains("GRANT USAGE ON SCHEMA \"Other.S\" TO \"" + user + "\"")
        .contains("GRANT SELECT ON \"Other.S\".\"t\" TO \"" + user + "\"");
  }

  @Test
  void the_printed_sql_mends_what_was_found() throws SQLException {
    database.sql(
        "create table \"Odd Name\" (id int)", "create unlogged table u (id int primary key)");
    String user = role("login");
    for (Finding finding : findings(user)) {
      finding.fixes().stream()
          .filter(f -> f.startsWith("ALTER") || f.startsWith("GRANT") || f.startsWith("CREATE"))
          .forEach(database::sql);
    }
    assertThat(findings(user)).allMatch(f -> f.level() == Finding.Level.OK);
  }

  @Test
  void a_table_without_key_is_a_warning_because_its_updates_would_be_refused() throws SQLException {
    database.sql("create table log (at timestamptz)");
    List<Finding> findings = findings(server.user());
    assertThat(findings)
        .filteredOn(f -> f.level() == Finding.Level.WARNING)
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.fixes().get(0))
                    .startsWith("ALTER TABLE \"public\".\"log\" REPLICA IDENTITY FULL;"));
  }

  @Test
  void a_slot_of_another_database_is_refused() throws SQLException {
    database.sql("create table orders (id int primary key)");
    PostgresDatabase other = server.newDatabase();
    String slot = "taken_" + database.name();
    other.sql("select pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    List<Finding> findings;
    try (PostgresInspection inspection = PostgresInspection.open(address(server.user()))) {
      findings = inspection.findings(inspection.tables(), slot, "sluice_test");
    } finally {
      other.sql("select pg_drop_replication_slot('" + slot + "')");
    }
    assertThat(findings)
        .filteredOn(f -> f.level() == Finding.Level.PROBLEM)
        .singleElement()
        .satisfies(f -> assertThat(f.message()).contains(other.name(), database.name()));
  }

  @Test
  void a_server_that_writes_no_logical_wal_is_told_how_to() throws SQLException {
    try (PostgresServer plain =
        PostgresServer.start(Map.of("wal_level", "replica", "max_replication_slots", "0"))) {
      PostgresDatabase here = plain.newDatabase();
      here.sql("create table orders (id int primary key)");
      PostgresAddress address =
          new PostgresAddress(
              plain.host(), plain.port(), here.name(), plain.user(), null, "disable");
      try (PostgresInspection inspection = PostgresInspection.open(address)) {
        List<Finding> findings =
            inspection.findings(inspection.tables(), "sluice_test", "sluice_test");
        assertThat(fix(findings, "wal_level")).contains("ALTER SYSTEM SET wal_level = logical;");
        assertThat(fix(findings, "slot")).contains("ALTER SYSTEM SET max_replication_slots");
      }
    }
  }

  private List<Finding> findings(String user) throws SQLException {
    try (PostgresInspection inspection = PostgresInspection.open(address(user))) {
      return inspection.findings(inspection.tables(), "sluice_" + database.name(), "sluice_test");
    }
  }

  private PostgresAddress address(String user) {
    return new PostgresAddress(
        server.host(), server.port(), database.name(), user, "postgres", "disable");
  }

  private String role(String rights) {
    String name = "inspected_" + database.name() + "_" + ROLES.incrementAndGet();
    database.sql("create role " + name + " " + rights);
    return name;
  }

  private static String fix(List<Finding> findings, String check) {
    return findings.stream()
        .filter(f -> f.check().equals(check) && f.level() == Finding.Level.PROBLEM)
        .map(f -> String.join("\n", f.fixes()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing about " + check + " in " + findings));
  }
}
