package io.sluice.project.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.PipelineReader;
import io.sluice.pipeline.file.ReadResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTextTest {
  private static Draft draft(Map<String, String> config, Map<String, String> secrets) {
    return new Draft(
        "shop",
        "For: the \"shop\" #1",
        new Draft.Side("postgres", config, secrets),
        new Draft.Side("table", Map.of("url", "jdbc:duckdb:x.duckdb"), Map.of("password", "p")),
        List.of("email", "a b]", "yes"));
  }

  private static Pipeline read(String text) {
    ReadResult read =
        new PipelineReader().read(Path.of("shop.yaml"), text.getBytes(StandardCharsets.UTF_8));
    assertThat(read.problems().stream().filter(Problem::isError)).as(text).isEmpty();
    return read.pipeline().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "with space",
        "a: b",
        "# no comment",
        "- no list",
        "{no: map}",
        "[x]",
        "'",
        "\"quoted\"",
        "back\\slash",
        "line\nbreak\ttab",
        "\u0000\u0007\u2028\uFEFF",
        "true",
        "no",
        "null",
        "~",
        "007",
        "1e3",
        "0x1F",
        "12",
        "2026-11-22",
        "${env:X}",
        "*anchor",
        "&anchor",
        "!tag",
        "%",
        "@",
        "`",
        "public.\"; drop",
        "日本 😀",
        " blanks around "
      })
  void whatever_a_value_is_the_file_means_just_that(String value) {
    Draft draft = draft(Map.of("k", value, value.strip() + ".key", "v"), Map.of("secret", value));

    Map<String, String> shown =
        read(DraftText.of(draft, DraftText.Notes.NONE)).source().config().values();
    Map<String, String> tried = read(DraftText.withSecrets(draft)).source().config().values();

    assertThat(shown)
        .containsEntry("k", value)
        .containsEntry("secret", "${file:secrets/shop.properties:source.secret}");
    assertThat(tried).containsEntry("k", value).containsEntry("secret", value);
  }

  @Test
  void what_is_masked_is_a_transform_and_what_is_said_of_settings_stands_behind_them() {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("database.port", "5432");
    config.put("slot.name", "x");
    String text =
        DraftText.of(
            draft(config, Map.of()),
            new DraftText.Notes(
                Map.of(
                    "database.port",
                    "Port of the server. And more",
                    "slot.name",
                    "line\n# injected: true\nx".repeat(20)),
                Map.of()));

    assertThat(text).contains("database.port: 5432 ").contains("# Port of the server\n");
    assertThat(text).doesNotContain("\n# injected");
    Pipeline pipeline = read(text);
    assertThat(pipeline.description()).contains("For: the \"shop\" #1");
    assertThat(pipeline.transforms().get(0).config().values()).containsEntry("method", "redact");
  }

  @Test
  void an_odd_name_of_a_masked_column_stays_one_name() {
    String text = DraftText.of(draft(Map.of(), Map.of()), DraftText.Notes.NONE);

    assertThat(text).contains("fields: [email, \"a b]\", \"yes\"]");
  }
}
