package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.console.CommandFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

  @Test
  void what_is_read_is_what_is_known_to_be_read() {
    Set<String> read = new TreeSet<>();
    Map<String, String> config =
        new HashMap<>(Map.of("mode", "history")) {
          @Override
          public String getOrDefault(Object key, String otherwise) {
            read.add(key.toString());
            return super.getOrDefault(key, otherwise);
          }
        };
    SinkSettings.of(config, "copy").naming().column("s", "t", "f", List.of());
    config.put("mode", "upsert");
    config.put("delete.mode", "soft");
    SinkSettings.of(config, "copy");
    read.removeAll(Set.of("column.rename.s.t", "column.rename.t"));
    read.add("column.rename.");

    assertThat(read).containsExactlyInAnyOrderElementsOf(KnownSettings.READ);
  }
}
