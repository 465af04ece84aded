package io.sluice.pipeline.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.pipeline.Place;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.UnresolvedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path folder;

  private UnresolvedConfig config(Map<String, String> values) {
    Map<String, Place> places = new LinkedHashMap<>();
    int line = 5;
    for (String key : values.keySet()) {
      places.put(key, new Place(folder.resolve("shop.yaml"), line++, 7, "source.config." + key));
    }
    return new UnresolvedConfig(
        values, places, new Place(folder.resolve("shop.yaml"), 4, 3, "source.config"), Set.of());
  }

  private static Secrets secrets(Map<String, String> environment) {
    return new Secrets(environment, name -> Optional.empty());
  }

  @Test
  void a_variable_of_the_environment_is_put_in_where_it_is_referred_to() {
    try (Secrets secrets = secrets(Map.of("USER", "sluice", "PW", "open sesame"))) {
      assertThat(
              secrets.resolve(
                  config(Map.of("url", "jdbc:x://h/d?user=${env:USER}&password=${env:PW}"))))
          .containsExactly(Map.entry("url", "jdbc:x://h/d?user=sluice&password=open sesame"));
    }
  }

  @Test
  void a_properties_file_is_found_beside_the_pipeline_file() throws IOException {
    Files.writeString(folder.resolve("secrets.properties"), "pii=pepper-and-salt\n");
    try (Secrets secrets = secrets(Map.of())) {
      assertThat(secrets.resolve(config(Map.of("key", "${file:secrets.properties:pii}"))))
          .containsEntry("key", "pepper-and-salt");
      assertThat(secrets.redact("key is pepper-and-salt")).isEqualTo("key is ***");
    }
  }

  @Test
  void a_folder_of_secret_files_is_found_beside_the_pipeline_file() throws IOException {
    Files.createDirectory(folder.resolve("run"));
    Files.writeString(folder.resolve("run/password"), "open sesame");
    try (Secrets secrets = secrets(Map.of())) {
      assertThat(secrets.resolve(config(Map.of("database.password", "${dir:run:password}"))))
          .containsEntry("database.password", "open sesame");
    }
  }

  @Test
  void what_is_missing_is_reported_all_at_once_each_at_its_line() throws IOException {
    Files.writeString(folder.resolve("some.properties"), "a=secret-of-a\n");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("a", "${env:NOWHERE}");
    values.put("b", "${file:none.properties:x}");
    values.put("c", "${file:some.properties:x}");
    values.put("d", "${evn:X}");
    try (Secrets secrets = secrets(Map.of())) {
      UnresolvedSecretException thrown =
          catchThrowableOfType(
              UnresolvedSecretException.class, () -> secrets.resolve(config(values)));

      assertThat(thrown.problems())
          .extracting(Problem::toString)
          .satisfiesExactly(
              p -> assertThat(p).contains("shop.yaml:5:7", "variable NOWHERE is not set"),
              p -> assertThat(p).contains("shop.yaml:6:7", "cannot be read", "none.properties"),
              p ->
                  assertThat(p)
                      .contains("shop.yaml:7:7", "no key 'x'")
                      .doesNotContain("secret-of-a"),
              p -> assertThat(p).contains("shop.yaml:8:7", "Did you mean 'env'?"));
    }
  }

  @Test
  void placeholders_of_plugins_are_left_alone() {
    try (Secrets secrets = secrets(Map.of())) {
      Map<String, String> values = Map.of("table.name.format", "raw_${topic}", "replacement", "$1");
      assertThat(secrets.resolve(config(values))).isEqualTo(values);
    }
  }

  @Test
  void a_resolved_value_is_not_resolved_again() {
    try (Secrets secrets = secrets(Map.of("A", "${env:B}", "B", "deep"))) {
      assertThat(secrets.resolve(config(Map.of("x", "${env:A}")))).containsEntry("x", "${env:B}");
    }
  }

  @Test
  void a_provider_of_a_plugin_is_asked_by_its_name_and_made_once() {
    AtomicInteger made = new AtomicInteger();
    Secrets.ProviderSource plugins =
        name -> {
          made.incrementAndGet();
          return name.equals("vault") ? Optional.of(new Vault()) : Optional.empty();
        };
    try (Secrets secrets = new Secrets(Map.of(), plugins)) {
      assertThat(
              secrets.resolve(config(Map.of("a", "${vault:path/to:one}", "b", "${vault:p:two}"))))
          .containsEntry("a", "path/to/one-secret")
          .containsEntry("b", "p/two-secret");
      assertThat(made).hasValue(1);
      assertThat(secrets.redact("x path/to/one-secret y")).isEqualTo("x *** y");
    }
  }

  @Test
  void a_provider_that_fails_does_not_tell_what_it_read() {
    Secrets.ProviderSource plugins = name -> Optional.of(new FailingVault());
    try (Secrets secrets = new Secrets(Map.of(), plugins)) {
      assertThatThrownBy(() -> secrets.resolve(config(Map.of("a", "${vault:p:k}"))))
          .isInstanceOf(UnresolvedSecretException.class)
          .hasMessageContaining("${vault:p:k} cannot be read")
          .message()
          .doesNotContain("hunter2");
    }
  }

  private static class Vault implements ConfigProvider {
    @Override
    public ConfigData get(String path) {
      return new ConfigData(Map.of());
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
      String key = keys.iterator().next();
      return new ConfigData(Map.of(key, path + "/" + key + "-secret"));
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
  }

  private static final class FailingVault extends Vault {
    @Override
    public ConfigData get(String path, Set<String> keys) {
      throw new IllegalStateException("unexpected token hunter2 in line 1");
    }
  }
}
