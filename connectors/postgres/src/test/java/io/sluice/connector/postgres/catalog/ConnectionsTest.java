package io.sluice.connector.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.connector.postgres.config.PostgresConfig;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
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
