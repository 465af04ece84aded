package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.testbed.TestSource;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreflightTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @Test
  void a_database_that_does_not_exist_is_told_at_its_setting() {
    assertThat(errors("database.dbname", "nowhere")).containsOnlyKeys("database.dbname");
  }

  @Test
  void a_server_that_does_not_answer_is_told_at_the_host() {
    assertThat(errors("database.port", "1")).containsOnlyKeys("database.hostname");
  }

  @Test
  void tls_that_the_server_does_not_speak_is_told_at_its_mode() {
    assertThat(errors("database.sslmode", "require"))
        .containsOnlyKeys("database.sslmode")
        .asString()
        .contains("takes no TLS connections");
  }

  @Test
  void a_replica_identity_without_the_key_is_told_before_a_delete_ends_the_task() {
    indexAsIdentity("code");

    assertThat(errors().get("table.include.list"))
        .asString()
        .contains("public.t has an index as replica identity that does not have id of its key")
        .contains("ALTER TABLE \"public\".\"t\" REPLICA IDENTITY DEFAULT");
  }

  @Test
  void a_replica_identity_without_the_key_may_be_where_deletes_are_left_out() {
    indexAsIdentity("code");

    assertThat(errors("event.processing.failure.handling.mode", "warn")).isEmpty();
  }

  @Test
  void another_index_with_the_key_in_it_is_as_good_a_replica_identity() {
    indexAsIdentity("code, id");

    assertThat(errors()).isEmpty();
  }

  private void indexAsIdentity(String columns) {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY, code int NOT NULL)",
        "CREATE UNIQUE INDEX t_code ON t(" + columns + ")",
        "ALTER TABLE t REPLICA IDENTITY USING INDEX t_code");
  }

  @Test
  void the_check_of_a_server_writes_nothing_there() {
    database.sql("CREATE TABLE t(id int PRIMARY KEY)");

    assertThat(errors()).isEmpty();

    assertThat(
            database.number(
                "SELECT (SELECT count(*) FROM pg_publication) + (SELECT count(*) FROM"
                    + " pg_replication_slots WHERE database = current_database())"))
        .isZero();
  }

  @Test
  void a_table_list_that_matches_nothing_is_told() {
    assertThat(errors("table.include.list", "public.nothing"))
        .containsOnlyKeys("table.include.list");
  }

  @Test
  void a_role_without_privileges_is_told_the_sql_that_grants_them() {
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY)",
        "DROP ROLE IF EXISTS nobody_" + database.name(),
        "CREATE ROLE nobody_" + database.name() + " LOGIN");

    Map<String, List<String>> errors = errors("database.user", "nobody_" + database.name());

    assertThat(errors.get("database.user"))
        .asString()
        .contains("ALTER ROLE nobody_" + database.name() + " REPLICATION")
        .contains("GRANT SELECT ON \"public\".\"t\"");
    assertThat(errors.get("publication.autocreate.mode")).asString().contains("CREATE PUBLICATION");
  }

  @Test
  void a_publication_that_lacks_a_captured_table_is_told_the_sql_that_adds_it() {
    database.sql(
        "CREATE TABLE a(id int PRIMARY KEY)",
        "CREATE TABLE b(id int PRIMARY KEY)",
        "CREATE PUBLICATION dbz_publication FOR TABLE a");

    assertThat(errors().get("publication.name")).asString().contains("ADD TABLE \"public\".\"b\"");
  }

  @Test
  void tables_that_the_role_may_not_publish_are_told_before_the_first_run() {
    String role = reader();

    assertThat(errors("database.user", role, "publication.autocreate.mode", "filtered"))
        .containsOnlyKeys("database.user")
        .asString()
        .contains("may not publish public.t, which it does not own")
        .contains("CREATE PUBLICATION \"dbz_publication\" FOR TABLE \"public\".\"t\";");
  }

  @Test
  void tables_of_a_role_that_the_role_is_a_member_of_can_be_published() {
    String role = reader();
    database.sql("ALTER TABLE t OWNER TO " + role);

    assertThat(errors("database.user", role, "publication.autocreate.mode", "filtered")).isEmpty();
  }

  @Test
  void tables_that_the_role_may_not_add_to_a_publication_are_told_before_the_first_run() {
    String role = reader();
    database.sql(
        "CREATE TABLE u(id int PRIMARY KEY)", "CREATE PUBLICATION dbz_publication FOR TABLE u");

    assertThat(
            errors(
                "database.user",
                role,
                "publication.autocreate.mode",
                "filtered",
                "table.include.list",
                "public.t"))
        .containsOnlyKeys("publication.name")
        .asString()
        .contains("may not add what it does not own")
        .contains("ADD TABLE \"public\".\"t\";");
  }

  /** A role that may do all but publish what others own. */
  private String reader() {
    String role = "reader_" + database.name();
    database.sql(
        "CREATE TABLE t(id int PRIMARY KEY)",
        "CREATE ROLE " + role + " LOGIN REPLICATION",
        "GRANT CREATE ON DATABASE " + database.name() + " TO " + role,
        "GRANT SELECT ON t TO " + role);
    return role;
  }

  @Test
  void include_and_exclude_lists_are_not_mixed() {
    assertThat(errors("table.include.list", "a", "table.exclude.list", "b"))
        .containsOnlyKeys("table.exclude.list");
  }

  private Map<String, List<String>> errors(String... settings) {
    return new PostgresConnector()
        .validate(TestSource.config(database, settings)).configValues().stream()
            .filter(value -> !value.errorMessages().isEmpty())
            .collect(
                java.util.stream.Collectors.toMap(
                    org.apache.kafka.common.config.ConfigValue::name,
                    org.apache.kafka.common.config.ConfigValue::errorMessages));
  }

  @Test
  void driver_properties_that_would_not_be_honoured_are_refused_by_name() {
    Map<String, List<String>> errors =
        errors(
            "driver.user", "x",
            "driver.replication", "x",
            "driver.conectTimeout", "5",
            "driver.connectTimeout", "5");

    assertThat(errors)
        .containsOnlyKeys("driver.user", "driver.replication", "driver.conectTimeout");
    assertThat(errors.get("driver.user")).asString().contains("database.user");
  }
}
