package io.sluice.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Problem;
import io.sluice.pipeline.file.PipelineReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableTest {
  private static final String SECRET = "Zed99";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*Zed99-alias",
        "*",
        "*Zed99[",
        "!Zed99-tag",
        "!<Zed99",
        "!Zed99!x",
        "!Zed99{",
        "&Zed99-anchor",
        "&",
        "&Zed99]",
        "{{ Zed99 }}",
        "{Zed99, Zed99}",
        "{Zed99: x",
        "{Zed99}x",
        "[Zed99",
        "[Zed99]Zed99",
        "@Zed99",
        "`Zed99",
        "%Zed99",
        "|Zed99",
        ">Zed99",
        "? Zed99",
        "- Zed99",
        "-Zed99: Zed99",
        "Zed99: Zed99",
        "'Zed99",
        "'Zed99'Zed99",
        "\"Zed99",
        "\"Zed99\\q\"",
        "\"Zed99\\xZed99\"",
        "\"Zed99\"Zed99",
        "\tZed99:",
        "]Zed99",
        "}Zed99",
        ",Zed99",
        "#Zed99"
      })
  void whatever_a_password_begins_with_no_problem_quotes_it(String password) {
    String text =
        "name: x\nsource:\n  connector: postgres\n  config:\n    database.password: "
            + password
            + "\n    database.user: me\nsinks:\n  - connector: table\n";

    assertThat(told(text)).isNotEmpty().doesNotContain(SECRET, "ed99");
  }

  @Test
  void nor_if_the_space_behind_the_colon_is_missing() {
    assertThat(told("source:\n  connector: x\n  config:\n    database.password:Zed99\n"))
        .contains("source.config: expected", "found something else (not shown)")
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = ';',
      value = {
        "*x ; an alias of something that has no anchor ; begins with * needs quotes",
        "!x ; one with a tag ; begins with ! needs quotes",
        "& ; & without the name of an anchor ; begins with & needs quotes",
        "@x ; no value can begin with ; needs quotes",
        "|x ; behind | or > ; begins with | or > needs quotes",
        "a: b ; mapping values are not allowed here ; with ': ' in it needs quotes"
      })
  void the_place_what_was_found_and_what_to_do_are_told(String value, String found, String hint) {
    String text = "name: x\nslo:\n  freshness: " + value + "\n";

    assertThat(told(text)).contains("pipeline.yaml:3:", found, hint);
  }

  @Test
  void quotes_that_nobody_closes_are_called_so() {
    assertThat(told("name: 'x\n"))
        .contains("the end of the file within quotes", "Close the quotes");
  }

  @Test
  void a_second_document_is_called_one() {
    assertThat(told("name: x\n---\nname: y\n"))
        .contains("pipeline.yaml:2:1", "expected one document, found a second one");
  }

  private static String told(String text) {
    List<Problem> problems =
        new PipelineReader()
            .read(Path.of("pipeline.yaml"), text.getBytes(StandardCharsets.UTF_8))
            .problems();
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }
}
