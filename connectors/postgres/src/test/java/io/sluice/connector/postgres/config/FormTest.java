package io.sluice.connector.postgres.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class FormTest {

  private final ConfigDef definition = Settings.definition();
  private final Collection<ConfigKey> keys = definition.configKeys().values();

  @Test
  void every_setting_has_a_group_a_title_a_width_and_a_sentence() {
    assertThat(keys)
        .allSatisfy(
            key -> {
              assertThat(key.group).as(key.name).isNotBlank();
              assertThat(key.displayName).as(key.name).matches("[A-Z].*");
              assertThat(key.width).as(key.name).isNotEqualTo(ConfigDef.Width.NONE);
              assertThat(key.documentation).as(key.name).matches("(?s).{10,}\\.");
            });
  }

  @Test
  void no_two_settings_of_a_group_have_the_same_place() {
    Map<String, Long> places =
        keys.stream()
            .collect(
                Collectors.groupingBy(
                    key -> key.group + " " + key.orderInGroup, Collectors.counting()));

    assertThat(places.values()).containsOnly(1L);
  }

  @Test
  void what_connects_comes_first() {
    assertThat(definition.groups()).startsWith("Connection");
  }

  @Test
  void titles_are_words() {
    assertThat(Form.title("slot.retry.delay.ms")).isEqualTo("Slot retry delay (ms)");
    assertThat(Form.title("sluice.toast.complete")).isEqualTo("TOAST complete");
    assertThat(Form.title("database.sslmode")).isEqualTo("Database SSL mode");
  }

  @Test
  void a_setting_of_few_values_recommends_them() {
    Map<String, List<Object>> values =
        definition.validate(Map.of()).stream()
            .collect(Collectors.toMap(ConfigValue::name, ConfigValue::recommendedValues));

    assertThat(keys.stream().filter(key -> key.type == Type.BOOLEAN))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(values).containsEntry(key.name, List.of(true, false)));
    assertThat(keys.stream().filter(key -> key.validator instanceof Choice).map(key -> key.name))
        .hasSizeGreaterThan(15)
        .noneMatch(name -> values.getOrDefault(name, List.of()).isEmpty());
    assertThat(values.getOrDefault("snapshot.mode", List.of()))
        .contains("initial")
        .doesNotContain("custom");
  }

  @Test
  void the_value_of_a_choice_is_read_whatever_its_case() {
    PostgresConfig config =
        new PostgresConfig(
            Map.of(
                "database.hostname", "h",
                "database.user", "u",
                "database.dbname", "d",
                "snapshot.mode", "Initial_Only",
                "database.sslmode", " REQUIRE ",
                "sluice.toast.complete", "Current"));

    assertThat(config.streams()).isFalse();
    assertThat(config.getString(Settings.SSL_MODE)).isEqualTo("require");
    assertThat(Reselection.of(config)).isNotNull();
  }
}
