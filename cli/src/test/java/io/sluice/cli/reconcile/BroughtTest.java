package io.sluice.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BroughtTest {
  /** The sink's own tests read the same: each form in which it has ever told of a table. */
  private static final Path FORMS =
      Path.of("../connectors/table/src/test/resources/golden/schemas.txt");

  static Stream<Map<String, List<String>>> forms() throws IOException {
    return Arrays.stream(Files.readString(FORMS).split("\n\n"))
        .filter(block -> block.startsWith("form "))
        .map(BroughtTest::words);
  }

  private static Map<String, List<String>> words(String block) {
    Map<String, List<String>> words = new LinkedHashMap<>();
    for (String line : block.stripTrailing().split("\n")) {
      String[] parts = line.split(" ", 2);
      words
          .computeIfAbsent(parts[0], any -> new ArrayList<>())
          .add(parts.length < 2 ? "" : parts[1]);
    }
    return words;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void each_form_is_read_as_what_it_means(Map<String, List<String>> form) {
    Brought brought = Brought.parse(all(form, "stored").get(0), all(form, "keys").get(0));
    assertThat(brought).isEqualTo(meaning(form));
    assertThat(brought.told()).isEqualTo(form.containsKey("rows"));
  }

  private static List<String> all(Map<String, List<String>> form, String word) {
    return form.getOrDefault(word, List.of());
  }

  private static Brought meaning(Map<String, List<String>> form) {
    Map<String, String> fields = new LinkedHashMap<>();
    IntStream.range(0, all(form, "field").size())
        .forEach(i -> fields.put(all(form, "column").get(i), all(form, "field").get(i)));
    return new Brought(
        all(form, "key"),
        fields,
        new LinkedHashSet<>(all(form, "source")),
        String.join("", all(form, "rows")),
        String.join("", all(form, "mark")));
  }

  @Test
  void a_field_is_found_in_the_columns_that_it_came_in() {
    Brought brought =
        Brought.parse(
            "\"id\" int64 of \"ID\", \"sum\" decimal(10,2) of \"total\", \"old\" text of \"total\","
                + " \"n\" array of text; history \"is_current\"",
            "\"id\", \"valid_from\"");

    assertThat(brought.columns("total")).containsExactly("sum", "old");
    assertThat(brought.columns("n")).containsExactly("n");
    assertThat(brought.columns("sum")).isEmpty();
    assertThat(brought.keyFields()).containsExactly("ID");
  }

  @Test
  void what_was_stored_before_fields_tells_none() {
    Brought brought = Brought.parse("\"id\" int64, \"n\" text <- \"public.a\"", "\"id\"");

    assertThat(brought.columns("id")).isEmpty();
    assertThat(brought.keyFields()).isEmpty();
  }

  @Test
  void rows_that_are_kept_otherwise_are_no_copies() {
    assertThat(refusal("upsert")).isEmpty();
    assertThat(refusal("history")).isEmpty();
    assertThat(List.of("append", "upsert without deletes", "history by event time"))
        .allSatisfy(kind -> assertThat(refusal(kind).orElse("")).contains("'" + kind + "'"));
  }

  private static Optional<String> refusal(String kind) {
    return SinkSettings.refusal(Brought.parse("\"id\" int64; " + kind, ""));
  }
}
