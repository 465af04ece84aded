package io.sluice.connector.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

  private final PostgresDatabase database = PostgresServer.shared().newDatabase();

  @Test
  void a_copy_has_no_time_limit_whatever_the_database_says() throws Exception {
    database.sql("ALTER DATABASE " + database.name() + " SET statement_timeout = 200");
    try (Connection connection = connections().copying()) {
      assertThat(setting(connection, "statement_timeout")).isEqualTo("0");
    }
  }

  @Test
  void no_limit_of_the_database_ends_what_waits_or_takes_long() throws Exception {
    String known =
        database.value(
            "SELECT string_agg(name, ' ') FROM pg_settings WHERE name IN ('lock_timeout',"
                + " 'transaction_timeout', 'idle_in_transaction_session_timeout',"
                + " 'idle_session_timeout')");
    List<String> limits = List.of(Objects.requireNonNull(known).split(" "));
    for (String limit : limits) {
      database.sql("ALTER DATABASE " + database.name() + " SET " + limit + " = '1h'");
    }
    try (Connection copying = connections().copying();
        Connection sql = connections().sql();
        Connection replication = connections().replication()) {
      for (String limit : limits) {
        assertThat(List.of(copying, sql, replication))
            .as(limit)
            .allSatisfy(each -> assertThat(setting(each, limit)).isEqualTo("0"));
      }
    }
  }

  @Test
  void what_the_server_refuses_is_told_without_the_row() throws Exception {
    database.sql("CREATE TABLE t(name text CHECK (name = ''))");
    try (Connection connection = connections().sql();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES ('private')"))
          .hasMessageContaining("check constraint")
          .hasMessageNotContaining("private");
    }
  }

  @Test
  void a_query_has_the_time_limit_that_is_set() throws Exception {
    try (Connection connection = connections("database.query.timeout.ms", "1234").sql()) {
      assertThat(setting(connection, "statement_timeout")).isEqualTo("1234ms");
    }
  }

  @Test
  void the_initial_statements_are_run_and_doubled_semicolons_are_one() throws Exception {
    try (Connection connection =
        connections(
                "database.initial.statements",
                "SET application_name = 'a;;b'; SET lock_timeout = 7")
            .sql()) {
      assertThat(setting(connection, "application_name")).isEqualTo("a;b");
      assertThat(setting(connection, "lock_timeout")).isEqualTo("7ms");
    }
  }

  @Test
  void properties_of_the_driver_reach_it() throws Exception {
    String[] named = {"driver.ApplicationName", "mine"};
    try (Connection sql = connections(named).sql();
        Connection replication = connections(named).replication()) {
      assertThat(setting(sql, "application_name")).isEqualTo("mine");
      assertThat(setting(replication, "application_name")).isEqualTo("mine");
    }
  }

  private Connections connections(String... settings) {
    Map<String, String> config = new HashMap<>(database.debeziumConfig());
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    return new Connections(new PostgresConfig(config));
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + name)) {
      row.next();
      return row.getString(1);
    }
  }
}
