package io.sluice.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;

class ReferenceTest {

  @Test
  void every_setting_that_does_something_is_in_the_reference() throws Exception {
    String reference = Files.readString(Path.of("../../docs/reference/postgres-source.md"));
    List<String> settings =
        new PostgresConnector()
            .config().configKeys().values().stream()
                .filter(
                    key ->
                        !key.documentation.startsWith("Not supported")
                            && !key.documentation.startsWith("Accepted"))
                .map(key -> key.name)
                .toList();

    assertThat(settings).allSatisfy(name -> assertThat(reference).contains("`" + name + "`"));
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
