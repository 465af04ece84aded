package io.sluice.connector.table.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.TableSinkConnector;
import io.sluice.connector.table.postgres.PostgresTarget;
import io.sluice.testkit.PostgresDatabase;
import io.sluice.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverPropertiesTest {
  @TempDir Path folder;

  private static Map<String, String> postgres(PostgresDatabase database, String... settings) {
    Map<String, String> config = new HashMap<>();
    config.put("url", database.jdbcUrl());
    config.put("user", database.server().user());
    config.put("password", database.server().password());
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    return config;
  }

  private static Map<String, List<String>> errors(Map<String, String> config) {
    return new TableSinkConnector()
        .validate(config).configValues().stream()
            .filter(value -> !value.errorMessages().isEmpty())
            .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
  }

  @Test
  void properties_of_the_driver_reach_it() throws Exception {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase();
        Connection connection =
            PostgresTarget.connect(
                new TableSinkConfig(postgres(database, "driver.ApplicationName", "mine")));
        ResultSet row = connection.createStatement().executeQuery("SHOW application_name")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("mine");
    }
  }

  @Test
  void properties_that_would_not_be_honoured_are_refused_by_name() {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      Map<String, List<String>> errors =
          errors(
              postgres(
                  database,
                  "driver.user",
                  "x",
                  "driver.logServerErrorDetail",
                  "true",
                  "driver.conectTimeout",
                  "5",
                  "driver.connectTimeout",
                  "5"));
      assertThat(errors)
          .containsOnlyKeys("driver.user", "driver.logServerErrorDetail", "driver.conectTimeout");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h/d?logServerErrorDetail=true&ssl=true, parameter logServerErrorDetail",
    "jdbc:postgresql://h/d?readOnly=true&replication=x, parameters readOnly",
    "jdbc:mariadb://h/d?DumpQueriesOnException=true, parameter DumpQueriesOnException",
    "jdbc:mysql://h/d?sslMode=trust&useAffectedRows=true, parameter useAffectedRows",
    "jdbc:mysql://h/d?allowLocalInfile=false, parameter allowLocalInfile",
    "jdbc:sqlite:/tmp/x.db?synchronous=off, parameter synchronous",
    "jdbc:sqlite:file:/tmp/x.db?mode=memory, parameter mode",
    "jdbc:duckdb:/tmp/x.db;threads=9, parameter threads",
    "jdbc:mariadb://ann:hush@h/d, login",
    "jdbc:postgresql://ann:hush@h/d, login"
  })
  void what_the_sink_decides_is_refused_by_name_in_the_url_too(String url, String named) {
    assertThat(errors(Map.of("url", url)))
        .hasEntrySatisfying(
            "url",
            messages ->
                assertThat(messages)
                    .singleElement()
                    .asString()
                    .contains(named)
                    .doesNotContain("hush"));
    assertThatThrownBy(() -> new TableSinkConnector().start(Map.of("url", url)))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining(named);
  }

  @Test
  void parameters_of_the_url_that_are_the_users_own_are_taken() {
    try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
      String url = database.jdbcUrl();
      String more = url + (url.contains("?") ? "&" : "?") + "tcpKeepAlive=true";
      assertThat(errors(postgres(database, "url", more))).isEmpty();
    }
  }

  @Test
  void a_setting_of_one_table_is_told_of_where_it_stands() {
    String url = "jdbc:duckdb:" + folder.resolve("w.duckdb");
    assertThat(errors(Map.of("url", url, "schema.evolution.orders", "x")))
        .containsOnlyKeys("schema.evolution.orders");
  }

  @Test
  void a_placeholder_that_stands_for_nothing_is_named() {
    String url = "jdbc:duckdb:" + folder.resolve("w.duckdb");
    assertThat(errors(Map.of("url", url, "table.name.format", "${tble}")))
        .hasEntrySatisfying(
            "table.name.format", m -> assertThat(m).asString().contains("${tble}", "${table}"));
    assertThat(errors(Map.of("url", url, "column.name.format", "${column}${x}")))
        .containsOnlyKeys("column.name.format");
  }

  @Test
  void words_that_may_stand_in_a_setting_are_listed() {
    String url = "jdbc:duckdb:" + folder.resolve("w.duckdb");
    assertThat(errors(Map.of("url", url, "mode", "upset")))
        .hasEntrySatisfying(
            "mode", m -> assertThat(m).asString().contains("one of: upsert, append, "));
    assertThat(errors(Map.of("url", url, "mode", "UPSERT"))).isEmpty();
  }

  @Test
  void duckdb_takes_none_when_checked_nor_when_started() {
    Map<String, String> config =
        Map.of("url", "jdbc:duckdb:" + folder.resolve("w.duckdb"), "driver.threads", "1");
    assertThat(errors(config)).containsOnlyKeys("driver.threads");
    assertThatThrownBy(() -> new TableSinkConnector().start(config))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("driver.threads");
  }
}
