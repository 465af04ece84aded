package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.console.CommandFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "mode, append",
    "insert.mode, insert",
    "delete.enabled, false",
    "delete.mode, ignore",
    "mode, raw",
    "fan.in, true"
  })
  void what_makes_a_table_another_thing_than_a_copy_is_refused_by_name(String name, String value) {
    assertThatThrownBy(() -> SinkSettings.of(Map.of(name, value), "copy"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("copy")
        .hasMessageContaining(name.equals("insert.mode") ? "mode" : name);
  }

  @Test
  void what_only_says_how_a_copy_is_kept_is_taken() {
    Map<String, String> config =
        Map.of(
            "mode", "upsert", "delete.mode", "hard", "column.case", "snake", "table.case", "snake");

    assertThatCode(() -> SinkSettings.of(config, "copy")).doesNotThrowAnyException();
  }
}
