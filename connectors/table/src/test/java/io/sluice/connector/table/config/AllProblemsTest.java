package io.sluice.connector.table.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.table.TableSinkConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever corrects settings is told of all that is wrong at once. */
class AllProblemsTest {

  private static List<String> wrong(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("url", "jdbc:sqlite:" + System.getProperty("java.io.tmpdir") + "/never.db");
    return new TableSinkConnector()
        .validate(all).configValues().stream()
            .filter(value -> !value.errorMessages().isEmpty())
            .map(ConfigValue::name)
            .sorted()
            .toList();
  }

  @Test
  void values_and_topics_that_are_wrong_are_named_together() {
    assertThat(
            wrong(
                Map.of(
                    "batch.size",
                    "-1",
                    "metadata.columns",
                    "oper",
                    "schema.evolution.orders",
                    "x",
                    "primary.key.mode",
                    "record_value")))
        .containsExactly(
            "batch.size", "metadata.columns", "primary.key.fields", "schema.evolution.orders");
  }

  @Test
  void settings_of_a_table_that_is_never_called_so_are_named() {
    assertThat(
            wrong(
                Map.of(
                    "table.case",
                    "snake",
                    "column.rename.public.weird_\"t\"",
                    "mail:email",
                    "schema.evolution.orderLines",
                    "freeze")))
        .containsExactly("column.rename.public.weird_\"t\"", "schema.evolution.orderLines");
    assertThat(
            wrong(
                Map.of(
                    "table.case",
                    "snake",
                    "column.rename.public.weird_t",
                    "mail:email",
                    "schema.evolution.order_lines",
                    "freeze")))
        .isEmpty();
  }

  @Test
  void settings_that_are_sound_are_not_named() {
    assertThat(wrong(Map.of("batch.size", "10", "schema.evolution.orders", "freeze"))).isEmpty();
  }

  /** So a server that asks nobody outside refuses what a start would refuse. */
  @ParameterizedTest
  @CsvSource({
    "jdbc:sqlite:a.db?mode=rwc, url, has the parameter mode",
    "jdbc:duckdb:a.db;session_init_sql_file=x, url, session_init_sql_file",
    "jdbc:mysql://127.0.0.1:1/a?allowLocalInfile=true, url, allowLocalInfile",
    "jdbc:postgresql://me:you@127.0.0.1:1/a, url, has a login before '@'",
    "jdbc:nobodys:a, url, no JDBC driver here takes URLs that begin with jdbc:nobodys:",
    "nonsense, url, expected a URL that begins with",
    "jdbc:sqlite:a.db, driver.mode, ''",
  })
  void the_declaration_alone_refuses_what_a_start_would(String url, String key, String why) {
    Map<String, String> settings =
        key.equals("url") ? Map.of("url", url) : Map.of("url", url, key, "x");

    List<String> found =
        new TableSinkConnector()
            .config().validate(settings).stream()
                .filter(value -> value.name().equals(key))
                .flatMap(value -> value.errorMessages().stream())
                .toList();

    assertThat(found).singleElement().asString().contains(why);
    assertThatThrownBy(() -> new TableSinkConnector().start(settings))
        .isInstanceOf(ConnectException.class);
  }
}
