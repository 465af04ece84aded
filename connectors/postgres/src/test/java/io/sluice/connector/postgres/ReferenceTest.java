package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
