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

class TargetDriverPropertiesTest {
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
