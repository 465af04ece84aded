package io.sluice.connector.table.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistorySettingsTest {
  private static TableSinkConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("url", "jdbc:duckdb:any.duckdb");
    return new TableSinkConfig(all);
  }

  @Test
  void the_defaults_are_the_order_of_commits_and_the_usual_names() {
    assertThat(config(Map.of("mode", "history")).history())
        .isEqualTo(
            new HistorySettings(
                HistorySettings.Order.COMMIT, "", "valid_from", "valid_to", "is_current"));
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "delete.mode, soft",
    "fan.in, true",
    "sync.columns, remove",
    "sync.columns, null",
    "primary.key.mode, none",
    "history.event.time.field, changed",
    "history.order, arrival",
    "history.valid.to, VALID_FROM"
  })
  void what_makes_no_sense_with_a_history_is_refused_by_name(String setting, String value) {
    assertThatThrownBy(() -> config(Map.of("mode", "history", setting, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(setting.startsWith("history.valid") ? "history.valid" : setting);
  }

  @Test
  void a_truncate_has_no_place_among_events_that_come_late() {
    assertThatThrownBy(
            () ->
                config(
                    Map.of(
                        "mode", "history",
                        "history.order", "event_time",
                        "truncate.mode", "apply")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("truncate.mode")
        .hasMessageContaining("event_time");
  }

  @ParameterizedTest
  @CsvSource({"history.order, commit", "history.valid.from, since"})
  void settings_of_a_history_are_refused_where_there_is_none(String setting, String value) {
    assertThatThrownBy(() -> config(Map.of("mode", "upsert", setting, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining("mode history");
  }
}
