package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;

class ReferenceTest {

  @Test
  void every_setting_that_does_something_is_in_the_reference() throws Exception {
    String tables =
        String.join("\n", rowsOfTables(Path.of("../../docs/reference/postgres-source.md")));
    List<String> settings =
        new PostgresConnector()
            .config().configKeys().values().stream()
                .filter(
                    key ->
                        !key.documentation.startsWith("Not supported")
                            && !key.documentation.startsWith("Accepted"))
                .map(key -> key.name)
                .toList();

    assertThat(settings).allSatisfy(name -> assertThat(tables).contains("`" + name + "`"));
  }

  /** What a reader of Markdown shows as a table: rows behind a header. */
  private static List<String> rowsOfTables(Path page) throws IOException {
    List<String> rows = new ArrayList<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(page)) {
      inTable = line.startsWith("|---") || (inTable && line.startsWith("|"));
      if (inTable) {
        rows.add(line);
      }
    }
    return rows;
  }

  @Test
  void types_and_defaults_are_those_that_the_connector_declares() throws Exception {
    Map<String, ConfigKey> keys = new PostgresConnector().config().configKeys();
    List<Told> told =
        rowsOfTables(Path.of("../../docs/reference/postgres-source.md")).stream()
            .map(row -> row.substring(1).strip().split("(?<!\\\\)\\|"))
            .filter(cells -> cells.length == 4)
            .flatMap(cells -> Told.of(cells[0], cells[1], cells[2]))
            .filter(setting -> keys.containsKey(setting.name()))
            .toList();

    assertThat(told)
        .hasSizeGreaterThan(100)
        .allSatisfy(
            setting -> {
              ConfigKey key = Objects.requireNonNull(keys.get(setting.name()));
              assertThat(setting.type()).as(setting.name()).isEqualTo(typeOf(key));
              if (isShown(key)) {
                assertThat(setting.defaults()).as(setting.name()).contains(defaultOf(key));
              }
            });
  }

  /**
   * What a row tells of one of the settings that share it.
   *
   * @param defaults those of all of them, in their order, or one for all
   */
  private record Told(String name, String type, List<String> defaults) {
    static Stream<Told> of(String names, String types, String defaults) {
      List<String> all = list(names);
      List<String> each = list(types);
      return IntStream.range(0, all.size())
          .mapToObj(
              i -> new Told(all.get(i), each.get(Math.min(i, each.size() - 1)), list(defaults)));
    }

    private static List<String> list(String cell) {
      return Stream.of(cell.replace("`", "").split(",", -1)).map(String::strip).toList();
    }
  }

  private static String typeOf(ConfigKey key) {
    return switch (key.type) {
      case STRING, CLASS -> "text";
      case INT, SHORT -> "int";
      default -> key.type.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Whether there is a default, and the setting does something. */
  private static boolean isShown(ConfigKey key) {
    return key.defaultValue != null
        && key.hasDefault()
        && !key.documentation.startsWith("Accepted")
        && !defaultOf(key).isEmpty();
  }

  private static String defaultOf(ConfigKey key) {
    return key.defaultValue instanceof List<?> list
        ? list.stream().map(Object::toString).collect(Collectors.joining(","))
        : String.valueOf(key.defaultValue);
  }

  @Test
  void every_unsupported_setting_is_refused_with_its_reason() {
    Map<String, ConfigKey> keys = new PostgresConnector().config().configKeys();

    assertThat(keys.values().stream().filter(key -> key.documentation.startsWith("Not supported")))
        .isNotEmpty()
        .allSatisfy(
            key ->
                org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> key.validator.ensureValid(key.name, "something"))
                    .hasMessageContaining(key.name)
                    .hasMessageContaining("is not supported: "));
  }
}
