package io.sluice.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Invocation;
import io.sluice.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  private static final String WRONG =
      """
      name: shop
      ownr: you@example.com
      source:
        connector: postgres
        config: {database.dbname: shop}
      sinks:
        - connector: table
          config: {url: "jdbc:duckdb:w.duckdb"}
      on_error: {record: dead_leter}
      """;

  @TempDir Path folder;

  @Test
  void every_problem_of_the_file_is_told_with_its_place_and_a_guess() throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), WRONG);
    Invocation validate = Invocation.in(folder, "validate", "shop.yaml", "--offline");
    assertThat(validate.code()).isEqualTo(2);
    assertThat(validate.out())
        .contains("shop.yaml:2:1 ownr: ", "Did you mean 'owner'?", "shop.yaml:9:", "dead_letter");
  }

  @Test
  void as_json_each_problem_is_an_object() throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), WRONG);
    JsonNode document =
        Invocation.in(folder, "validate", "shop.yaml", "--offline", "-o", "json").json();
    assertThat(document.path("valid").asBoolean()).isFalse();
    JsonNode first = document.path("problems").path(0);
    assertThat(first.path("file").asText()).isEqualTo("shop.yaml");
    assertThat(first.path("line").asInt()).isEqualTo(2);
    assertThat(first.path("path").asText()).isEqualTo("ownr");
  }

  @Test
  void a_run_of_a_wrong_file_is_refused_with_the_same_words_and_leaves_nothing_behind()
      throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), WRONG);
    Invocation run = Invocation.in(folder, "run", "shop.yaml");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("shop.yaml:2:1 ownr: ");
    assertThat(folder.resolve(".sluice")).doesNotExist();
  }

  @Test
  void of_several_pipelines_none_is_guessed() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), WRONG);
    Files.writeString(folder.resolve("b.yaml"), WRONG);
    Files.writeString(folder.resolve("compose.yaml"), "services: {}");
    Invocation status = Invocation.in(folder, "status");
    assertThat(status.code()).isEqualTo(2);
    assertThat(status.err()).contains("a.yaml, b.yaml").doesNotContain("compose.yaml");
  }

  @Test
  void a_registry_that_a_converter_needs_and_that_does_not_answer_is_told_with_its_line()
      throws IOException {
    Files.writeString(
        folder.resolve("lines.yaml"),
        """
        name: lines
        source:
          connector: org.apache.kafka.connect.file.FileStreamSourceConnector
          config: {file: lines.txt, topic: lines}
        topic: lines
        converters:
          value.converter: avro
          value.converter.schema.registry.url: http://127.0.0.1:9
        """);

    Invocation validate = Invocation.in(folder, "validate", "lines.yaml");

    assertThat(validate.code()).as(validate.out()).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(validate.out())
        .contains("lines.yaml:8:3", "the schema registry does not answer", "127.0.0.1:9");
    assertThat(Invocation.in(folder, "validate", "lines.yaml", "--offline").code()).isZero();
  }
}
